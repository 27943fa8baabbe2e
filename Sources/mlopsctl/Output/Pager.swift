import Glibc

/// Shows text page by page, in the program that `MLOPSCTL_PAGER`, `SYSTEMD_PAGER` or `PAGER` names, or `less`.
enum Pager {
    /// Returns false when there is no pager, and the text is still to be written.
    static func shown(_ text: String, isUnicode: Bool) -> Bool {
        guard let arguments = program else { return false }
        // Without the program, text is better written as a whole than not at all.
        let started = try? ChildProgram.start(arguments, environment: environment(isUnicode), takingOutput: false)
        guard let pager = started else { return false }
        // An interrupt is for the pager, which ends when it likes; until then the terminal is its.
        let previous = signal(SIGINT, SIG_IGN)
        defer { signal(SIGINT, previous) }
        // Whoever quits the pager early has seen enough.
        _ = StandardStreams.write(text, to: pager.socket)
        close(pager.socket)
        // The shell's word for a program that could not be executed.
        return pager.wait() != 127
    }

    /// nil: none is wanted.
    private static var program: [String]? {
        guard !isSecure else { return ["less"] }
        for name in ["MLOPSCTL_PAGER", "SYSTEMD_PAGER", "PAGER"] where getenv(name) != nil {
            let words = Environment.value(name)?.split(separator: " ").map { String($0) } ?? []
            return words.isEmpty || words == ["cat"] ? nil : words
        }
        return ["less"]
    }

    /// A pager can start an editor or a shell: with somebody else's rights it must be one that can be told not to, as
    /// systemctl(1) explains at `$SYSTEMD_PAGERSECURE`.
    private static var isSecure: Bool {
        if let wish = Environment.value("SYSTEMD_PAGERSECURE") { return !["0", "no", "false", "off"].contains(wish) }
        return getuid() != geteuid() || Environment.value("SUDO_UID") != nil
    }

    private static func environment(_ isUnicode: Bool) -> [String: String] {
        var additions = ["LESS": Environment.value("SYSTEMD_LESS") ?? "FRSXMK"]
        if isUnicode { additions["LESSCHARSET"] = "utf-8" }
        if isSecure { additions["LESSSECURE"] = "1" }
        return additions
    }
}
