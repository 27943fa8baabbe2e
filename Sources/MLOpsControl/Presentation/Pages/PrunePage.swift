/// The answer of `mlopsctl prune`.
package enum PrunePage {
    package static func text(_ answer: PruneResponse, _ style: TextStyle) -> String {
        let items = answer.models + answer.runs
        let bytes = items.reduce(into: Int64(0)) { $0 &+= $1.bytes }
        let verb = answer.isDryRun ? "would be removed" : "removed"
        var lines: [StyledText] = items.map { "\($0.id, .strong)  \(CountText.bytes($0.bytes))" }
        lines += answer.held.map { "\($0.id, .strong)  \(StyledText("stays: it \($0.reason)", .faint))" }
        let models = CountText.counted(answer.models.count, "model")
        let runs = CountText.counted(answer.runs.count, "run")
        lines.append("\(models) and \(runs) \(verb), \(CountText.bytes(bytes))")
        return lines.map(style.fitted).joinedLines
    }
}
