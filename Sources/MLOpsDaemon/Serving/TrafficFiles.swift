import Dispatch
import FoundationEssentials
import Logging
import MLOpsCore
import MLOpsLinux
import Synchronization

/// The files, one beside each target, that say which version gets which requests; whole at any time.
final class TrafficFiles: Sendable {
    /// A file that could not be written is tried again.
    private static let pause = DispatchTimeInterval.seconds(5)

    private let store: ModelStore
    private let log: Logger
    private let wanted = Mutex<[String: TrafficSplit]>([:])
    private let queue = DispatchQueue(label: "mlopsd.traffic", qos: .userInitiated)

    init(store: ModelStore, log: Logger) {
        self.store = store
        self.log = log
    }

    static func path(of target: String) -> String { "\(target).traffic.json" }

    /// Writes the file, and goes on until it is written or another is wanted; returns at once.
    func keep(_ split: TrafficSplit) {
        wanted.withLock { $0[split.target] = split }
        queue.async { [self] in write(split, isFirst: true) }
    }

    private func write(_ split: TrafficSplit, isFirst: Bool) {
        guard wanted.withLock({ $0[split.target] }) == split else { return }
        let path = Self.path(of: split.target)
        do {
            let json = try TrafficDocument(split, in: store).json
            // What a router has read it need not read again; what can not be read is written anew.
            if (try? DurableFile.read(path, maximumBytes: 1 << 16)) == json { return }
            try DurableFile.write(json, to: path, permissions: 0o644)
        } catch {
            if isFirst { log.error("cannot tell routers who gets which requests: \(error); it is tried again") }
            queue.asyncAfter(deadline: .now() + Self.pause) { [self] in write(split, isFirst: false) }
        }
    }
}
