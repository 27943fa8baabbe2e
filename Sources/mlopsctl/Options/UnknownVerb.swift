import ArgumentParser
import MLOpsConfig
import MLOpsControl

/// A command line that begins with a word that is no verb, which the parser calls an unexpected argument.
enum UnknownVerb {
    /// nil: its first word is a verb, or there is none.
    static func failure(in arguments: [String]) -> CommandFailure? {
        guard let word = LeadingOptions.behindVerb(arguments).first, !word.hasPrefix("-"), word != "help" else {
            return nil
        }
        let commands = RootCommand.configuration.subcommands
        guard !commands.contains(where: { $0.configuration.commandName == word }) else { return nil }
        let verbs = commands.compactMap { $0.configuration.shouldDisplay ? $0.configuration.commandName : nil }
        let nearest = Suggestion.nearest(to: word, among: verbs).map { "did you mean \"\($0)\"?" }
        return CommandFailure(
            .usage, "there is no verb \"\(word)\"", hints: [nearest ?? "mlopsctl help lists the verbs"])
    }
}
