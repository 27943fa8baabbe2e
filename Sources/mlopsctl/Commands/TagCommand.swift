import ArgumentParser
import MLOpsControl

/// `mlopsctl tag`.
struct TagCommand: ControlCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Attach words to a version, NAME=VALUE, or take them away, NAME-.",
        discussion: "A version with the tag pinned keeps its files, whatever the policy says.")

    @Argument(help: ArgumentHelp("The version, churn/3.", valueName: "version"), completion: LiveCompletion.versions)
    var version: String

    @Argument(help: ArgumentHelp("NAME=VALUE, NAME, or NAME- to take it away.", valueName: "tag"))
    var tags: [String]

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let parts = try ObjectName.versionParts(version)
        for tag in tags {
            let pair = tag.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let isGoing = pair.count == 1 && tag.hasSuffix("-")
            let name = isGoing ? String(tag.dropLast()) : pair[0]
            guard !name.isEmpty else { throw CommandFailure.notA("a tag", tag, example: "owner=anna or pinned") }
            let body = TagBody(value: isGoing ? nil : pair.count == 2 ? pair[1] : "")
            let reply: ActionReply = try await post(.tag, parts + [name], body: body)
            try console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
        }
    }
}
