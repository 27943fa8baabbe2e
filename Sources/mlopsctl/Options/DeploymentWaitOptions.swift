import ArgumentParser

/// Whether a command waits for the deployment that it began.
struct DeploymentWaitOptions: ParsableArguments {
    @Flag(name: [.customShort("w"), .long], help: "Wait until the version is live, or is not going to be.")
    var wait = false

    @Option(help: ArgumentHelp("Wait no longer than this, then end with status 124.", valueName: "span"))
    var timeout: SpanArgument?
}
