import MLOpsCore

/// Reads the question that what serves the model answers when it is well.
struct ProbeReader {
    let base: BaseDirectory
    let steps: StepReader
    let hasProbation: Bool

    private static let longestDeadline = Duration.seconds(3600)

    func read(_ field: Field) -> Probe? {
        guard let section = Section(field, .probe) else { return nil }
        let watch = watch(section)
        let within = section["within"]?.span(atLeast: .seconds(1), atMost: Self.longestDeadline)
        guard let question = question(section) else { return nil }
        return Probe(question: question, within: within ?? Probe.defaultDeadline, watch: watch)
    }

    /// nil: as usual.
    private func watch(_ section: Section) -> Probe.Watch? {
        guard hasProbation else {
            for key in section.given(["every", "failures"]) {
                key.report("only applies while a model is on probation", hint: "add probation: 24h to deploy")
            }
            return nil
        }
        var watch = Probe.Watch.usual
        if let interval = section["every"]?.span(atLeast: .seconds(1), atMost: .days(1)) { watch.interval = interval }
        if let counted = section["failures"]?.count(of: "answers") { (watch.failures, watch.answers) = counted }
        return watch == .usual ? nil : watch
    }

    private func question(_ section: Section) -> Probe.Question? {
        let given = section.given(["http", "command", "file"])
        guard given.count == 1, let field = given.first else {
            if section.isAlreadyReported { return nil }
            return section.field.reject(
                given.isEmpty ? "the probe asks nothing" : "the probe asks more than one question",
                hint: "write one of http, command and file")
        }
        for (option, owner) in [("status", "http"), ("body", "http"), ("text", "file")] where owner != field.name {
            if let option = section[option] { return option.reject("only belongs to \(owner)", hint: "remove it") }
        }
        switch field.name {
        case "http": return http(field, section)
        case "command": return steps.arguments(field).map { .command($0) }
        default: return file(field, section)
        }
    }

    private func file(_ field: Field, _ section: Section) -> Probe.Question? {
        guard let path = field.file(in: base) else { return nil }
        guard let text = section["text"] else { return .file(path: path, text: nil) }
        return text.text(maximum: 1000).map { .file(path: path, text: $0) }
    }

    private func http(_ field: Field, _ section: Section) -> Probe.Question? {
        guard let url = field.text("an address such as http://127.0.0.1:8080/healthz", maximum: 2000) else {
            return nil
        }
        if let problem = HTTPAddress.problem(with: url) {
            return field.reject(problem, hint: "write it as http://127.0.0.1:8080/healthz")
        }
        let status = section["status"]?.integer(in: 100...599)
        let body = section["body"]?.text(maximum: 1000)
        guard section["status"] == nil || status != nil, section["body"] == nil || body != nil else { return nil }
        return .http(url: url, status: status.map(Int.init), body: body)
    }
}

/// What an address must be like for a probe to ask there.
enum HTTPAddress {
    /// Returns what is wrong with it, or nil.
    static func problem(with url: String) -> String? {
        guard let scheme = ["http://", "https://"].first(where: url.hasPrefix) else {
            return "must begin with http:// or https://"
        }
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return "holds a space or a special character" }
        let authority = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@") else { return "names no host" }
        let isBracketed = authority.hasPrefix("[")
        let rest = isBracketed ? authority.drop { $0 != "]" }.dropFirst() : authority.drop { $0 != ":" }
        if isBracketed, !authority.contains("]") { return "names no host" }
        guard rest.isEmpty || rest.hasPrefix(":"), !authority.hasPrefix(":") else { return "names no host" }
        guard rest.isEmpty || UInt16(rest.dropFirst()).map({ $0 > 0 }) == true else { return "names no port" }
        return url.contains("#") ? "a fragment is never sent" : nil
    }
}
