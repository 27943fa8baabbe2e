import Glibc
package import MLOpsControl

/// Which role a peer of the control socket has, by its user and groups as the kernel knew them.
package struct RoleTable: Sendable {
    private static let superuser: UInt32 = 0

    private let ownUser: UInt32
    private let ownRole: Role
    private let groups: [UInt32: Role]

    /// - Parameters:
    ///   - ownUser: that the daemon runs as.
    ///   - groups: roles by the number of a group.
    package init(ownUser: UInt32 = geteuid(), ownRole: Role = .admin, groups: [UInt32: Role] = [:]) {
        self.ownUser = ownUser
        self.ownRole = ownRole
        self.groups = groups
    }

    /// The groups `mlopsd-view`, `mlopsd` and `mlopsd-admin` of this host, as far as there are any.
    package static func ofThisHost(ownRole: Role) -> RoleTable {
        var groups: [UInt32: Role] = [:]
        for role in Role.allCases {
            if let number = Self.group(named: role.group) { groups[number] = role }
        }
        return RoleTable(ownRole: ownRole, groups: groups)
    }

    /// Whether others than the daemon's own user and root may do anything.
    var hasGroups: Bool { !groups.isEmpty }

    /// nil: not even looking is allowed.
    func role(user: UInt32, groups memberships: [UInt32]) -> Role? {
        if user == Self.superuser { return .admin }
        if user == ownUser { return ownRole }
        return memberships.compactMap { groups[$0] }.max()
    }

    private static func group(named name: String) -> UInt32? {
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        var buffer = [CChar](repeating: 0, count: 65_536)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.gr_gid
    }
}
