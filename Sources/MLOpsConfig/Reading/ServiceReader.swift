import Glibc
import MLOpsCore

/// Reads how the daemon serves the champion itself.
struct ServiceReader {
    let parameters: [Parameter]
    let base: BaseDirectory
    /// Where the model is deployed, as far as it could be read.
    let target: String?

    private static let longest = Duration.days(1)

    func read(_ field: Field) -> ServiceDefinition? {
        guard let section = Section(field, .service) else { return nil }
        // All of it is read before any of it is given up, so that one reading reports all that is wrong.
        let handover = section["pass"]?.choice(ServiceDefinition.Handover.self) ?? .socket
        let health = section["health"].flatMap { self.health($0) } ?? ServiceDefinition.Health()
        let check = section["check"].flatMap { programs(handover, inCheck: true).arguments($0) }
        let drain = section["drain"]?.span(atMost: Self.longest)
        let stopTimeout = section["stop_timeout"]?.span(atMost: Self.longest)
        let arguments = section.required("run").flatMap { programs(handover, inCheck: false).arguments($0) }
        let address = section.required("listen").flatMap { self.address($0) }
        guard let arguments, let address else { return nil }
        var service = ServiceDefinition(
            arguments: arguments, address: address, handover: handover, health: health, check: check)
        if let drain { service.drain = drain }
        if let stopTimeout { service.stopTimeout = stopTimeout }
        return service
    }

    /// What arguments may name besides the parameters of the pipeline.
    private func programs(_ handover: ServiceDefinition.Handover, inCheck: Bool) -> StepReader {
        var names = ["version", "model"]
        if handover == .port, !inCheck { names.append("port") }
        let own = names.map { Parameter(name: $0, value: "") }
        return StepReader(parameters: parameters.filter { !names.contains($0.name) } + own, base: base)
    }

    private func health(_ field: Field) -> ServiceDefinition.Health? {
        guard let section = Section(field, .health) else { return nil }
        var health = ServiceDefinition.Health()
        let path = section["path"].map { self.path($0) }
        if let path = path ?? nil { health.path = path }
        if let names = section["names"]?.choice(ServiceDefinition.Health.Naming.self) { health.names = names }
        if let within = section["within"]?.span(atLeast: .seconds(1), atMost: Self.longest) { health.within = within }
        return path == .some(nil) ? nil : health
    }

    private func path(_ field: Field) -> String? {
        guard let text = field.text("a path such as /healthz", maximum: 1000) else { return nil }
        guard text.hasPrefix("/"), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            return field.reject("must begin with / and hold no space", hint: "write it as /healthz")
        }
        return text
    }

    private func address(_ field: Field) -> ServiceDefinition.Address? {
        guard let text = field.text("an address", maximum: 4095) else { return nil }
        if text.hasPrefix("/") || !text.contains(":") { return unixAddress(field) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return field.reject("names no port", hint: "write it as 127.0.0.1:8080")
        }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard Self.isAddress(host) else {
            return field.reject(
                "\(host.quoted) is no address of this machine in numbers",
                hint: "write 127.0.0.1:\(port), or [::1]:\(port); 0.0.0.0:\(port) lets the network in")
        }
        return .tcp(host: host, port: port)
    }

    private func unixAddress(_ field: Field) -> ServiceDefinition.Address? {
        guard let path = field.file(in: base) else { return nil }
        let longest = 107
        guard path.utf8.count <= longest else {
            return field.reject("is longer than the \(longest) bytes that the address of a socket can hold")
        }
        if let target, path == target || FilePath.isInside(path, target) {
            return field.reject("is where the model is deployed", hint: "use another directory")
        }
        return .unix(path: path)
    }

    private static func isAddress(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }
}
