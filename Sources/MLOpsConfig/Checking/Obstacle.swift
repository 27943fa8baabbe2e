/// What keeps the daemon from doing something, and what helps.
package struct Obstacle: Hashable, Sendable {
    package var problem: String
    package var hint: String?

    package init(problem: String, hint: String? = nil) {
        self.problem = problem
        self.hint = hint
    }
}

extension Obstacle {
    /// There is no directory to make links in.
    package static func missing(_ directory: String, for user: String) -> Obstacle {
        Obstacle(
            problem: "there is no directory \(directory.quoted)",
            hint: "deployments fail until it is there: \(making(directory, for: user))")
    }

    /// The unit of the daemon, or the file system, lets nobody write there.
    package static func readOnly(_ directory: String) -> Obstacle {
        Obstacle(
            problem: "mlopsd can only read what is in \(directory.quoted), whoever owns it", hint: unlocking(directory))
    }

    /// The directory is another's.
    package static func forbidden(_ directory: String, to user: String) -> Obstacle {
        Obstacle(
            problem: "user \(user.quoted), whom mlopsd runs as, may not write to \(directory.quoted)",
            hint: opening(directory, to: user))
    }

    /// The command that makes a directory in which the user can make links.
    package static func making(_ directory: String, for user: String) -> String {
        "install -d -o \(user) \(directory.escapedForDisplay)"
    }

    /// How the unit lets the daemon write there.
    package static func unlocking(_ directory: String) -> String {
        "\"systemctl edit mlopsd\", write ReadWritePaths=\(directory.escapedForDisplay) under [Service], then "
            + "\"systemctl restart mlopsd\""
    }

    /// How a receiver's secret gets to the daemon, and to nobody else.
    ///
    /// - Parameter directory: where credentials lie beside the settings.
    package static func handing(_ credential: String, in directory: String, to user: String) -> String {
        let path = "\(directory)/\(credential)".escapedForDisplay
        return
            "let systemd hand it over: \"systemctl edit mlopsd\", write LoadCredential=\(credential.escapedForDisplay):"
            + "\(path) under [Service], then \"systemctl restart mlopsd\"; or let \(user) itself read \(path)"
    }

    /// How the user gets to write there.
    package static func opening(_ directory: String, to user: String) -> String {
        let path = directory.escapedForDisplay
        return "chown \(user) \(path), or setfacl -m u:\(user):rwx \(path)"
    }
}
