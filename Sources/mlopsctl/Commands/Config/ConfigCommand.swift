import ArgumentParser

/// `mlopsctl config`: the configuration that is in force, and the files that it comes from.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the configuration that is in force, and what a reload would change.",
        discussion: """
            The daemon is asked, for what its files say now need not be what it read. Addresses of receivers may be \
            secrets, so this is for administrators.
            """,
        subcommands: [ConfigShowCommand.self, ConfigCatCommand.self, ConfigDiffCommand.self])
}
