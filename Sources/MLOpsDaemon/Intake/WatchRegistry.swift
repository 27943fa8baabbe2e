import MLOpsLinux

/// Which datasets use which watched root; equal roots are watched once. Lives on the intake thread.
final class WatchRegistry {
    /// nil: the kernel grants no inotify instance, and everything is polled.
    let watcher: DirectoryWatcher?
    private var users: [WatchRoot: [DatasetKey]] = [:]
    private var armed: Set<WatchRoot> = []

    init(_ watcher: DirectoryWatcher?) { self.watcher = watcher }

    /// Returns whether the root is watched already; else `armed` or `lost` will be reported.
    func use(_ root: WatchRoot, by key: DatasetKey) -> Bool {
        users[root, default: []].append(key)
        watcher?.arm(root)
        return armed.contains(root)
    }

    func leave(_ root: WatchRoot, by key: DatasetKey) {
        users[root]?.removeAll { $0 == key }
        guard users[root]?.isEmpty == true else { return }
        users[root] = nil
        armed.remove(root)
        watcher?.disarm(root)
    }

    func users(of root: WatchRoot) -> [DatasetKey] { users[root] ?? [] }

    func note(_ root: WatchRoot, isArmed: Bool) {
        if isArmed { armed.insert(root) } else { armed.remove(root) }
    }
}
