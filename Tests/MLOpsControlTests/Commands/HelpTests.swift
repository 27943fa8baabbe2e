import ArgumentParser
import Testing

@testable import mlopsctl

@Suite struct `Help` {
    private static let verbs = RootCommand.configuration.groupedSubcommands.flatMap(\.subcommands)
    /// Verbs of two words, by the name of their file.
    private static let parts = verbs.flatMap { verb in
        verb.configuration.subcommands.map { (name: "\(verb._commandName)-\($0._commandName)", command: $0) }
    }

    @Test func `of mlopsctl`() throws {
        try Snapshot.expect(RootCommand.helpMessage(columns: 100), "Help/mlopsctl.txt")
    }

    @Test(arguments: verbs.map { $0._commandName })
    func `of the verb`(name: String) throws {
        let verb = try #require(Self.verbs.first { $0._commandName == name })
        try Snapshot.expect(RootCommand.helpMessage(for: verb, columns: 100), "Help/\(name).txt")
    }

    @Test(arguments: parts.map(\.name))
    func `of the part of a verb`(name: String) throws {
        let part = try #require(Self.parts.first { $0.name == name })
        try Snapshot.expect(RootCommand.helpMessage(for: part.command, columns: 100), "Help/\(name).txt")
    }

    @Test func `no verb is without help and no help without a verb`() throws {
        let names = Self.verbs.map { $0._commandName } + Self.parts.map(\.name) + ["mlopsctl"]
        let expected = names.map { "\($0).txt" }
        #expect(try Snapshot.names(in: "Help") == expected.sorted())
    }
}
