import Glibc
import MLOpsLinux
import Synchronization
import Testing

/// A watcher with everything it has reported so far.
final class Watching: Sendable {
    let watcher: DirectoryWatcher
    private let seen = Mutex<[WatchEvent]>([])

    init(_ watcher: DirectoryWatcher) {
        self.watcher = watcher
        Task { [weak self, events = watcher.events] in
            for await batch in events { self?.seen.withLock { $0 += batch } }
        }
    }

    convenience init() throws {
        self.init(try DirectoryWatcher())
    }

    deinit { watcher.stop() }

    var events: [WatchEvent] { seen.withLock { $0 } }

    var changes: [WatchChange] {
        events.compactMap { if case .changed(let change) = $0 { change } else { nil } }
    }

    func kinds(of name: String) -> [WatchChange.Kind] {
        changes.filter { $0.path.text == name }.map(\.kind)
    }

    func clear() { seen.withLock { $0 = [] } }

    /// Arms a root and waits until the watcher says that it is.
    @discardableResult
    func arm(_ path: String, recursive: Bool = false) async throws -> WatchRoot {
        let root = WatchRoot(path: path, isRecursive: recursive)
        watcher.arm(root)
        try await wait(for: .armed(root))
        return root
    }

    /// Waits until a root that was armed before is armed again.
    func waitForArmedAgain(_ root: WatchRoot, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("armed again among \(events.suffix(20))", sourceLocation: sourceLocation) {
            events.count { $0 == .armed(root) } >= 2
        }
    }

    func wait(for event: WatchEvent, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await eventually("\(event) among \(events.suffix(20))", sourceLocation: sourceLocation) {
            events.contains(event)
        }
    }

    func wait(for kind: WatchChange.Kind, of name: String, sourceLocation: SourceLocation = #_sourceLocation)
        async throws
    {
        try await eventually("\(name) \(kind) among \(events.suffix(20))", sourceLocation: sourceLocation) {
            kinds(of: name).contains(kind)
        }
    }
}
