import MLOpsLinux

/// Who uses which watched root; equal roots are watched once.
///
/// Lives on the thread of its users.
final class WatchRegistry<User: Hashable> {
    /// nil: the kernel grants no inotify instance, and everything is polled.
    let watcher: DirectoryWatcher?
    private var users: [WatchRoot: [User]] = [:]
    private var armed: Set<WatchRoot> = []

    init(_ watcher: DirectoryWatcher?) { self.watcher = watcher }

    /// Returns whether the root is watched already; else `armed` or `lost` will be reported.
    func use(_ root: WatchRoot, by user: User) -> Bool {
        users[root, default: []].append(user)
        watcher?.arm(root)
        return armed.contains(root)
    }

    func leave(_ root: WatchRoot, by user: User) {
        guard let index = users[root]?.firstIndex(of: user) else { return }
        users[root]?.remove(at: index)
        guard users[root]?.isEmpty == true else { return }
        users[root] = nil
        armed.remove(root)
        watcher?.disarm(root)
    }

    func users(of root: WatchRoot) -> [User] { users[root] ?? [] }

    func note(_ root: WatchRoot, isArmed: Bool) {
        if isArmed { armed.insert(root) } else { armed.remove(root) }
    }
}
