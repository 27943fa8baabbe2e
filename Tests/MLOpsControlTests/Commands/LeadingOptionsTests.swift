import ArgumentParser
import Testing

@testable import mlopsctl

@Suite struct `Options before the verb` {
    @Test(
        arguments: [
            (["--socket", "s", "status"], ["status", "--socket", "s"]),
            (["--json", "--socket=s", "show", "r1"], ["show", "r1", "--json", "--socket=s"]),
            (["-H", "a@b", "-j", "logs", "r1", "-f"], ["logs", "r1", "-f", "-H", "a@b", "-j"]),
            (["--user", "run", "p", "--", "--user"], ["run", "p", "--user", "--", "--user"]),
            (["status", "--socket", "s"], ["status", "--socket", "s"]),
            (["--version"], ["--version"]), (["--json", "--version"], ["--json", "--version"]),
            (["--socket"], ["--socket"]), (["--bogus", "status"], ["--bogus", "status"]), ([], []),
        ] as [([String], [String])])
    func `are read as if they stood behind it`(arguments: [String], expected: [String]) {
        #expect(LeadingOptions.behindVerb(arguments) == expected)
    }

    @Test func `are all that every verb has`() throws {
        let before = [["--json"], ["-j"], ["--no-pager"], ["--no-legend"], ["--full"], ["-l"], ["--user"]]
        let common = Set(RootCommand.helpMessage(for: StatusCommand.self).matches(of: /--[a-z-]+/).map { String($0.0) })
        let moved = (before + [["--socket", "s"], ["--host", "h"]]).filter {
            LeadingOptions.behindVerb($0 + ["status"]) == ["status"] + $0
        }
        #expect(moved.count == before.count + 2)
        #expect(
            Set(moved.compactMap(\.first).filter { $0.hasPrefix("--") }) == common.subtracting(["--help", "--version"]))
    }
}
