/// Which program shows text page by page, and what it may do.
struct PagerChoice: Hashable {
    var arguments: [String]
    /// Whether it must not start other programs, as systemctl(1) explains at `$SYSTEMD_PAGERSECURE`.
    var isSecure: Bool
    private var options: String

    /// nil: no pager is wanted.
    ///
    /// - Parameter environment: Returns a variable's value, empty where it is set to nothing, nil where it is not set.
    init?(isElevated: Bool, environment: (String) -> String?) {
        let wish = environment("SYSTEMD_PAGERSECURE").flatMap { $0.isEmpty ? nil : $0 }
        isSecure = wish.map { !["0", "no", "false", "off"].contains($0) } ?? isElevated
        options = environment("SYSTEMD_LESS") ?? "FRSXMK"
        let named = ["MLOPSCTL_PAGER", "SYSTEMD_PAGER", "PAGER"].lazy.compactMap(environment).first
        let words = named?.split(separator: " ").map { String($0) } ?? ["less"]
        guard !words.isEmpty, words != ["cat"] else { return nil }
        // Only of less it is known that it can be told to start nothing.
        arguments = isSecure ? ["less"] : words
    }

    /// What is added to the environment for it.
    func environment(isUnicode: Bool) -> [String: String] {
        var additions = ["LESS": options]
        if isUnicode { additions["LESSCHARSET"] = "utf-8" }
        if isSecure { additions["LESSSECURE"] = "1" }
        return additions
    }
}
