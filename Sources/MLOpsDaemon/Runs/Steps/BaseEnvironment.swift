/// What every step finds in its environment besides the contract.
///
/// Fixed values: a step must not behave differently because of who started the daemon, and must not be able to speak to
/// the daemon's own supervisor.
struct BaseEnvironment: Hashable, Sendable {
    var path: String
    var home: String
    var language: String
    /// The daemon's.
    var user: String
    /// Of steps whose pipeline names none; where that is not the daemon's, their unit puts the name and home of its own
    /// user in the place of these.
    var stepUser: String

    static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// - Parameter stepUser: nil: the daemon's.
    init(
        path: String = Self.defaultPath, home: String, language: String = "C.UTF-8", user: String,
        stepUser: String? = nil
    ) {
        self.path = path
        self.home = home
        self.language = language
        self.user = user
        self.stepUser = stepUser ?? user
    }

    var variables: [(name: String, value: String)] {
        [("PATH", path), ("HOME", home), ("LANG", language), ("USER", user), ("LOGNAME", user)]
    }
}
