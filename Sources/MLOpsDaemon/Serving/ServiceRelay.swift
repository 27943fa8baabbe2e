import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization

/// The process that holds the address of a service and leads connections to the server in charge.
///
/// Daemon and relay both hold the listening socket: whichever of them ends, connections wait in its queue until the other
/// has started what is missing.
final class ServiceRelay: Sendable {
    private struct Held {
        var listener: Descriptor
        var address: ServiceDefinition.Address
    }

    private static let stopTimeout = Duration.seconds(5)
    private static let patience = Duration.seconds(5)
    private static let descriptors = 3

    private let directory: ServiceDirectory
    private let shims: ServiceShims
    private let held = Mutex<Held?>(nil)
    private let onEnd: @Sendable () -> Void

    /// - Parameter onEnd: called on any thread when the process ended, for whatever reason.
    init(directory: ServiceDirectory, shims: ServiceShims, onEnd: @escaping @Sendable () -> Void) {
        self.directory = directory
        self.shims = shims
        self.onEnd = onEnd
    }

    /// Makes sure that the address is held and the relay runs.
    ///
    /// - Throws: When somebody else has the address, or the relay can not be started.
    func ensure(_ address: ServiceDefinition.Address) throws(LinuxError) {
        if ServiceShims.isRunning(directory.relay) {
            if recordedAddress == "\(address)" {
                if held.withLock({ $0 == nil }) { try adopt(address) }
                return
            }
            // Its connections go on until they end; the address itself is free at once.
            ServiceShims.end(directory.relay, within: Self.stopTimeout + Self.patience)
            held.withLock { $0 = nil }
        }
        let kept = held.withLock { $0?.address == address ? $0?.listener : nil }
        // Where this process has a unit of its own, that keeps the network out of every socket made in it.
        if kept == nil, shims.stepSocket != nil, case .tcp(let host, let port) = address, !Self.isOfThisMachine(host) {
            held.withLock { $0 = nil }
            let handed = try start([host, "\(port)"], passing: [], address)
            held.withLock { $0 = Held(listener: handed.descriptor, address: address) }
            return
        }
        let listener: Descriptor
        if let kept { listener = kept } else { listener = try Self.listen(at: address) }
        held.withLock { $0 = Held(listener: listener, address: address) }
        _ = try start([], passing: [listener], address)
    }

    private static func isOfThisMachine(_ host: String) -> Bool { host.hasPrefix("127.") || host == "::1" }

    private static func listen(at address: ServiceDefinition.Address) throws(LinuxError) -> Descriptor {
        switch address {
        case .tcp(let host, let port): try ListeningSocket.tcp(host: host, port: port)
        case .unix(let path): try ListeningSocket.unix(path: path, mode: 0o660)
        }
    }

    private var recordedAddress: String? {
        // Without it the relay is replaced, which is safe.
        (try? DurableFile.read(directory.address, maximumBytes: 4096)).map { String(decoding: $0, as: UTF8.self) }
    }

    private func adopt(_ address: ServiceDefinition.Address) throws(LinuxError) {
        let handed = try ask()
        held.withLock { $0 = Held(listener: handed.descriptor, address: address) }
        if try !shims.adopt(directory.relay, ended: onEnd) { onEnd() }
    }

    /// - Parameter place: where the relay listens by itself; empty: at the socket that is passed.
    private func start(
        _ place: [String], passing sockets: [Descriptor], _ address: ServiceDefinition.Address
    ) throws(LinuxError) -> HandedSocket {
        try directory.makeRecord(at: directory.relay)
        try DurableFile.write("\(address)".utf8, to: directory.address)
        var launch = ShimProcess.Launch(
            shim: shims.shim, recordDirectory: directory.relay,
            arguments: [shims.shim, "--relay", directory.path] + place,
            environment: sockets.isEmpty ? [] : ["LISTEN_FDS=1", "LISTEN_PID=0000000000"])
        launch.stopTimeout = Self.stopTimeout
        try shims.start(launch, passing: sockets, ended: onEnd)
        return try ask()
    }

    /// The relay answers as soon as it runs.
    private func ask() throws(LinuxError) -> HandedSocket {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do throws(LinuxError) {
                return try HandedSocket(askingAt: directory.control)
            } catch {
                guard ContinuousClock.now < deadline, ServiceShims.isRunning(directory.relay) else {
                    guard !ServiceShims.isRunning(directory.relay) else { throw error }
                    throw LinuxError("start", "relay", .malformed(ServiceShims.endText(directory.relay)))
                }
                usleep(5000)
            }
        }
    }

    /// How many connections lead to a generation; nil: the relay can not be asked.
    func connections(to generation: Int64) -> Int? {
        guard ServiceShims.isRunning(directory.relay) else { return 0 }
        // Whoever asks has a deadline.
        guard let answer = try? HandedSocket(askingAt: directory.control), answer.text.hasSuffix("end\n") else {
            return nil
        }
        for line in answer.text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, Int64(words[0]) == generation { return Int(words[1]) }
        }
        return 0
    }

    /// Leads new connections to a generation, whose place the relay understands.
    func point(to generation: Int64, at place: String) throws(LinuxError) {
        try DurableFile.write("\(generation) \(place)\n".utf8, to: directory.backend)
    }

    /// The generation that connections are led to.
    var generation: Int64? {
        // Where it can not be read, clients are led nowhere.
        guard let text = try? DurableFile.read(directory.backend, maximumBytes: 4096) else { return nil }
        return Int64(String(decoding: text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self))
    }

    /// Gives up the address; connections that are open may end.
    func close() {
        let address = recordedAddress
        held.withLock { $0 = nil }
        unlink(directory.backend)
        unlink(directory.address)
        if let address, address.hasPrefix("/"), FileStatus(at: address)?.kind == .socket { unlink(address) }
        // It has ended already where it can not be asked.
        _ = try? ShimProcess.cancel(recordDirectory: directory.relay)
    }

    /// Whether there is an address to hold.
    var isWanted: Bool { held.withLock { $0 != nil } }

    /// Starts the relay again, with the socket that was kept.
    func revive() throws(LinuxError) {
        guard let address = held.withLock({ $0?.address }) else { return }
        try ensure(address)
    }
}
