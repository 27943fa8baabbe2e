import ArgumentParser

/// `mlopsctl schema`: what data is expected to be, and whether it is.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Infer, check, compare and change the schema of data files. Works without the daemon.",
        discussion: """
            A schema file says which columns a dataset has and what is expected of them; a dataset names its file with \
            "schema". Data that breaks a rule of severity "block" starts no training.
            """,
        subcommands: [
            SchemaInferCommand.self, SchemaCheckCommand.self, SchemaDiffCommand.self, SchemaAcceptCommand.self,
        ])
}
