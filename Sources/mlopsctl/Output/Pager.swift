import Glibc

/// Shows text page by page.
enum Pager {
    /// Returns false when there is no pager, and the text is still to be written.
    static func shown(_ text: String, isUnicode: Bool) -> Bool {
        // With somebody else's rights a pager that starts an editor or a shell would hand them on.
        let isElevated = getuid() != geteuid() || Environment.value("SUDO_UID") != nil
        guard let choice = PagerChoice(isElevated: isElevated, environment: Environment.setting) else { return false }
        // Without the program, text is better written as a whole than not at all.
        let started = try? ChildProgram.start(
            choice.arguments, environment: choice.environment(isUnicode: isUnicode), takingOutput: false)
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
}
