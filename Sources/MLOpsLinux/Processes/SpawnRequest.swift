/// A program to start: argv and environment, never a shell.
package struct SpawnRequest: Sendable {
    /// Program and arguments; a program without a slash is looked up in the daemon's `PATH`.
    package var arguments: [String]
    /// `NAME=value` strings; nothing is inherited beyond them.
    package var environment: [String]
    package var workingDirectory: String?
    /// `/dev/null` where nil.
    package var standardInput: Descriptor?
    package var standardOutput: Descriptor?
    package var standardError: Descriptor?

    package init(arguments: [String], environment: [String], workingDirectory: String? = nil) {
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
    }
}
