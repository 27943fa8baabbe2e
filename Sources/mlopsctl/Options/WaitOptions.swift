import ArgumentParser

/// Whether a command waits for the run that it started.
struct WaitOptions: ParsableArguments {
    @Flag(name: [.customShort("w"), .long], help: "Wait until the run has ended.")
    var wait = false

    @Flag(help: "Wait, and end with the exit status of the step that failed.")
    var propagate = false

    @Option(help: ArgumentHelp("Wait no longer than this, then end with status 124.", valueName: "span"))
    var timeout: SpanArgument?
}
