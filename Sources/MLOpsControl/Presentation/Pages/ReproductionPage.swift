/// The answer of `mlopsctl reproduce`.
package enum ReproductionPage {
    package static func text(_ answer: ReproductionResponse, _ style: TextStyle) -> String {
        let tree = TreeText(
            [head(answer)], children: answer.differences.map { TreeText([difference($0)], children: []) })
        return (tree.lines(style) + ["", "what it wrote: \(answer.directory.printable)"]).joinedLines
    }

    private static func head(_ answer: ReproductionResponse) -> StyledText {
        switch (answer.state, answer.isIdentical) {
        case (.running, _): "\(answer.run, .strong) is being reproduced: \(answer.steps.count) steps have succeeded"
        case (.failed, _): "\(answer.run, .strong) \("cannot be reproduced", .bad): \(answer.failure ?? "")"
        case (.ended, true): "\(answer.run, .strong) \("is reproduced", .good), model and metrics byte for byte"
        case (.ended, _): "\(answer.run, .strong) \("is not reproduced", .bad)"
        }
    }

    private static func difference(_ difference: ReproductionResponse.Difference) -> StyledText {
        "\(difference.kind.rawValue) \(difference.subject, .strong): \(difference.text)"
    }
}
