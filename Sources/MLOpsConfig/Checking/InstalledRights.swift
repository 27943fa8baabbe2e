import Glibc

/// The rights of the daemon that systemd runs, by its unit and by who owns what: for all who are not that daemon.
package struct InstalledRights: DaemonRights {
    package let user = "mlopsd"
    private let unit: ServiceUnit?
    /// nil: there is no such user.
    private let number: UInt32?

    /// nil: the configuration is not that of the system's daemon.
    package init?(configuration: String) {
        guard configuration == LocalHost.systemConfiguration else { return nil }
        self.init(unit: ServiceUnit(), number: LocalHost.number(ofUser: "mlopsd"))
    }

    init(unit: ServiceUnit?, number: UInt32?) {
        self.unit = unit
        self.number = number
    }

    package func obstacle(toLinksIn directory: String) -> Obstacle? {
        if unit?.letsWrite(to: RealPath.existingPart(of: directory)) == false { return .readOnly(directory) }
        // What can not be looked at is not known.
        guard let number, let status = try? FileStatus(path: directory), !status.lets(number, 0o222) else { return nil }
        return .forbidden(directory, to: user)
    }
}

extension FileStatus {
    /// Whether a user may do what these bits say, as far as that is known: groups and access control lists are not asked.
    ///
    /// A list that lets somebody in shows in the bits of the group, so that without these there is none.
    func lets(_ user: UInt32, _ bits: UInt32) -> Bool {
        let owner = owner == user ? mode & bits & 0o700 : 0
        return owner != 0 || mode & bits & 0o077 != 0
    }
}
