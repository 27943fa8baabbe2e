/// A kernel limit on watching that was reached, with what the administrator needs to raise it.
package struct WatchLimit: Hashable, Sendable {
    package enum Resource: String, Hashable, Sendable {
        /// Directories watched at the same time (ENOSPC).
        case watches = "max_user_watches"
        /// inotify instances of one user (EMFILE).
        case instances = "max_user_instances"
    }

    package let resource: Resource
    /// The limit now, nil when `/proc/sys` does not show it.
    package let current: Int?
    /// What this process would need, other users of the same account not counted.
    package let needed: Int

    package init(resource: Resource, current: Int?, needed: Int) {
        self.resource = resource
        self.current = current
        self.needed = needed
    }

    static func reached(_ resource: Resource, needed: Int) -> WatchLimit {
        let text = SmallFile.text("/proc/sys/fs/inotify/" + resource.rawValue)
        return WatchLimit(resource: resource, current: text.flatMap { Int($0) }, needed: needed)
    }

    /// The setting's name as `sysctl` takes it.
    package var sysctl: String { "fs.inotify.\(resource.rawValue)" }
}

extension WatchLimit: CustomStringConvertible {
    package var description: String {
        "\(sysctl) is \(current.map(String.init) ?? "unknown"), at least \(needed) needed"
    }
}
