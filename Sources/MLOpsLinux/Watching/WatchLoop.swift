import CMLOpsLinux
import Glibc

/// The state of a watcher.
///
/// It lives on the watcher's thread and nothing else touches it.
struct WatchLoop: ~Copyable {
    /// Events kept while directories are being added; beyond it the kernel's own overflow rule applies to us too.
    private static let maximumBacklog = 65_536
    private static let firstRetryMicroseconds: Int64 = 20_000
    private static let lastRetryMicroseconds: Int64 = 30_000_000

    private struct Retry {
        var dueBootMicroseconds: Int64
        var delayMicroseconds: Int64
    }

    let inotify: Inotify
    var table = WatchTable()
    var outbox: WatchOutbox
    /// Device and inode of each root when it was last armed; kept while the root is lost.
    var identities: [WatchRoot: FileIdentity] = [:]
    var armed: Set<WatchRoot> = []
    private var retries: [WatchRoot: Retry] = [:]
    private var backlog: [Inotify.Event] = []
    private var hasOverflowed = false
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)

    init(inotify: Inotify, outbox: WatchOutbox) {
        self.inotify = inotify
        self.outbox = outbox
    }

    deinit {
        buffer.deallocate()
        outbox.finish()
    }

    /// How long the thread may wait for something new; -1 without end.
    var waitMilliseconds: Int32 {
        if !backlog.isEmpty || hasOverflowed { return 0 }
        guard let due = retries.values.map(\.dueBootMicroseconds).min() else { return -1 }
        return Int32(clamping: max(0, (due - BootClock.bootMicroseconds + 999) / 1000))
    }

    mutating func perform(_ command: WatchCommand) {
        switch command {
        case .arm(let root):
            if !armed.contains(root), retries[root] == nil { tryArming(root) }
        case .disarm(let root):
            forget(root)
            retries[root] = nil
            identities[root] = nil
        case .verify:
            for root in armed { if let reason = lossReason(of: root) { lose(root, reason) } }
            for root in Array(retries.keys) { retries[root]?.dueBootMicroseconds = 0 }
        }
    }

    /// Handles what is waiting and hands it over.
    ///
    /// What comes meanwhile is for the next turn, so that a flood cannot keep the thread from its commands.
    mutating func turn() {
        drain()
        let events = backlog
        backlog.removeAll(keepingCapacity: events.count < 4096)
        for event in events { handle(event) }
        if hasOverflowed { recover() }
        let now = BootClock.bootMicroseconds
        for (root, retry) in retries where retry.dueBootMicroseconds <= now { tryArming(root) }
        outbox.flush()
    }

    /// Moves the kernel's queue into memory; called between the steps of long work, so that the queue stays short.
    mutating func drain() {
        var events = backlog
        backlog = []
        while inotify.read(into: buffer, { events.append($0) }) {
            guard events.count < Self.maximumBacklog else {
                hasOverflowed = true
                events.removeAll { $0.name != nil }
                continue
            }
        }
        backlog = events
    }

    /// Stops watching a root and says so; it is tried again at once and then ever more rarely.
    mutating func lose(_ root: WatchRoot, _ reason: WatchLossReason) {
        guard armed.contains(root) else { return }
        forget(root)
        outbox.append(.lost(root, reason))
        retries[root] = Retry(dueBootMicroseconds: 0, delayMicroseconds: Self.firstRetryMicroseconds)
    }

    /// Returns why the directory that is watched is not the one at the path; nil: it is.
    ///
    /// One that may not be opened any more is no other one.
    func lossReason(of root: WatchRoot) -> WatchLossReason? {
        do throws(LinuxError) {
            return try SafeDirectory(root.path).identity == identities[root] ? nil : .replaced
        } catch {
            return .unavailable(error)
        }
    }

    private mutating func forget(_ root: WatchRoot) {
        armed.remove(root)
        for watch in table.remove(root, below: .root) { inotify.remove(watch) }
    }

    private mutating func tryArming(_ root: WatchRoot) {
        do throws(LinuxError) {
            try arm(root)
            retries[root] = nil
        } catch {
            if retries[root] == nil { outbox.append(.lost(root, .unavailable(error))) }
            let delay = retries[root]?.delayMicroseconds ?? Self.firstRetryMicroseconds
            retries[root] = Retry(
                dueBootMicroseconds: BootClock.bootMicroseconds + delay,
                delayMicroseconds: min(delay * 2, Self.lastRetryMicroseconds))
        }
    }

    /// After an overflow, directories may be unwatched that came in the meantime, and watched that went.
    private mutating func recover() {
        hasOverflowed = false
        for root in armed where root.isRecursive {
            let before = table.remove(root, below: .root)
            watchTree(root, from: .root, reportingFiles: false)
            for watch in before where table.places(of: watch).isEmpty { inotify.remove(watch) }
        }
        outbox.append(.overflow)
    }

    private mutating func handle(_ event: Inotify.Event) {
        // Below an unmounted directory another one comes to light, which nobody watches: the same cure.
        if event.has(IN_Q_OVERFLOW) || event.has(IN_UNMOUNT) { hasOverflowed = true }
        for place in table.places(of: event.watch) { handle(event, at: place) }
        if event.has(IN_IGNORED) { table.remove(event.watch) }
    }

    private mutating func handle(_ event: Inotify.Event, at place: WatchTable.Place) {
        if place.directory.isRoot, let reason = event.lossReason { return lose(place.root, reason) }
        guard let kind = event.changeKind else { return }
        guard let name = event.name else {
            guard kind == .attributes else { return }
            return report(place.root, place.directory, kind, isDirectory: true)
        }
        let path = place.directory.appending(name)
        let isDirectory = event.has(IN_ISDIR)
        report(place.root, path, kind, isDirectory: isDirectory)
        guard isDirectory, place.root.isRecursive else { return }
        switch kind {
        case .movedOut:
            for watch in table.remove(place.root, below: path) { inotify.remove(watch) }
        case .created, .movedIn:
            watchTree(place.root, from: path, reportingFiles: true)
        default:
            break  // of a deleted directory the kernel drops the watch and says so
        }
    }

    private mutating func report(
        _ root: WatchRoot, _ path: RelativePath, _ kind: WatchChange.Kind, isDirectory: Bool
    ) {
        outbox.append(.changed(WatchChange(root: root, path: path, kind: kind, isDirectory: isDirectory)))
    }
}

extension Inotify.Event {
    fileprivate var lossReason: WatchLossReason? {
        if has(IN_UNMOUNT) { return .unmounted }
        if has(IN_DELETE_SELF) { return .deleted }
        if has(IN_MOVE_SELF) { return .movedAway }
        return has(IN_IGNORED) ? .dropped : nil
    }

    fileprivate var changeKind: WatchChange.Kind? {
        if has(IN_CLOSE_WRITE) { return .closedAfterWrite }
        if has(IN_MOVED_TO) { return .movedIn }
        if has(IN_MOVED_FROM) { return .movedOut }
        if has(IN_CREATE) { return .created }
        if has(IN_DELETE) { return .deleted }
        return has(IN_ATTRIB) ? .attributes : nil
    }
}
