/// What every step finds in its environment besides the contract.
///
/// Fixed values: a step must not behave differently because of who started the daemon, and must not be able to speak to
/// the daemon's own supervisor.
struct BaseEnvironment: Hashable, Sendable {
    var path: String
    var home: String
    var language: String
    var user: String

    static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    init(
        path: String = Self.defaultPath, home: String, language: String = "C.UTF-8", user: String
    ) {
        self.path = path
        self.home = home
        self.language = language
        self.user = user
    }

    var variables: [(name: String, value: String)] {
        [("PATH", path), ("HOME", home), ("LANG", language), ("USER", user), ("LOGNAME", user)]
    }
}
