import ArgumentParser
import Testing

@testable import mlopsctl

@Suite struct `Help` {
    private static let verbs = RootCommand.configuration.groupedSubcommands.flatMap(\.subcommands)

    @Test func `of mlopsctl`() throws {
        try Snapshot.expect(RootCommand.helpMessage(columns: 100), "Help/mlopsctl.txt")
    }

    @Test(arguments: verbs.map { $0._commandName })
    func `of the verb`(name: String) throws {
        let verb = try #require(Self.verbs.first { $0._commandName == name })
        try Snapshot.expect(RootCommand.helpMessage(for: verb, columns: 100), "Help/\(name).txt")
    }

    @Test func `no verb is without help and no help without a verb`() throws {
        let expected = Self.verbs.map { "\($0._commandName).txt" } + ["mlopsctl.txt"]
        #expect(try Snapshot.names(in: "Help") == expected.sorted())
    }
}
