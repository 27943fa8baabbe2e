import Glibc
package import MLOpsCore

/// The rights of the daemon that systemd runs, by its unit and by who owns what: for all who are not that daemon.
package struct InstalledRights: DaemonRights {
    package let user = "mlopsd"
    /// Of settings that hand a credential over; each begins with the name.
    private static let handing = [
        "LoadCredential", "LoadCredentialEncrypted", "SetCredential", "SetCredentialEncrypted", "ImportCredential",
    ]
    private let configuration: String
    private let unit: ServiceUnit?
    /// nil: there is no such user.
    private let number: UInt32?

    /// nil: the configuration is not that of the system's daemon.
    package init?(configuration: String) {
        guard configuration == LocalHost.systemConfiguration else { return nil }
        self.init(unit: ServiceUnit(), number: LocalHost.number(ofUser: "mlopsd"))
    }

    init(unit: ServiceUnit?, number: UInt32?, configuration: String = LocalHost.systemConfiguration) {
        self.configuration = configuration
        self.unit = unit
        self.number = number
    }

    package func obstacle(toLinksIn directory: String) -> Obstacle? {
        if unit?.letsWrite(to: RealPath.existingPart(of: directory)) == false { return .readOnly(directory) }
        let status = try? FileStatus(path: directory)  // What can not be looked at is not known.
        guard let number, let status, !status.lets(number, 0o222) else { return nil }
        return .forbidden(directory, to: user)
    }

    package func obstacle(toSecretOf receiver: ReceiverDefinition) -> Obstacle? {
        guard let name = receiver.secret, !isHandedOver(name) else { return nil }
        let directory = "\(configuration)/credentials"
        let hint = Obstacle.handing(name, in: directory, to: user)
        do throws(FileFault) {
            let (inside, file) = (try FileStatus(path: directory), try FileStatus(path: "\(directory)/\(name)"))
            guard let number, !inside.lets(number, 0o111) || !file.lets(number, 0o444) else { return nil }
            return Obstacle(
                problem: "names \(name.quoted), which user \(user.quoted) may not read in \(directory.quoted)",
                hint: hint)
        } catch {
            guard error.isAbsence else { return nil }  // What can not be looked at is not known.
            return Obstacle(
                problem: "names \(name.quoted), and there is no such file in \(directory.quoted)", hint: hint)
        }
    }

    private func isHandedOver(_ name: String) -> Bool {
        Self.handing.flatMap { unit?.words(of: $0) ?? [] }.contains { word in
            let handed = word.prefix { $0 != ":" }
            return handed == name || handed.hasSuffix("*") && name.hasPrefix(handed.dropLast())
        }
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
