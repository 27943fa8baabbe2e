import MLOpsControl

/// A verb that looks at this machine, whatever daemon there is.
protocol LocalCommand: ControlCommand {
    /// False where its arguments have it ask a daemon.
    var looksOnlyHere: Bool { get }
}

extension LocalCommand {
    var looksOnlyHere: Bool { true }

    /// An answer about this machine to a question about another would be believed.
    var refusalOfOtherHost: CommandFailure? {
        guard looksOnlyHere, let host = common.host else { return nil }
        return CommandFailure(
            .usage, "this looks at the machine that it runs on, and asks no daemon of another",
            hints: ["ssh \(host), and run it there"])
    }
}
