/// The steps of a run with every attempt: when it began, how long it took, what it used and how it ended.
struct RunStepsReport {
    let steps: [StepValue]
    let style: TextStyle

    var table: Table {
        var table = Table([
            .init("STEP"), .init("STATE"), .init("ATTEMPT", .right), .init("STARTED"), .init("TOOK", .right),
            .init("CPU", .right), .init("MEMORY", .right), .init("END"),
        ])
        for step in steps {
            let head: [StyledText] = [
                StyledText(step.name, .strong), "\(step.state.mark(style)) \(step.state.rawValue)",
            ]
            guard !step.attempts.isEmpty else {
                table.add(head + ["-", "-", "-", "-", "-", StyledText(step.detail ?? "")])
                continue
            }
            for (index, attempt) in step.attempts.enumerated() {
                table.add((index == 0 ? head : ["", ""]) + cells(of: attempt))
            }
        }
        return table
    }

    private func cells(of attempt: AttemptValue) -> [StyledText] {
        let processor = attempt.userSeconds.map { $0 + (attempt.systemSeconds ?? 0) }
        return [
            "\(attempt.number)", StyledText(attempt.startedAt.map(style.absolute) ?? "-"),
            StyledText(attempt.durationSeconds.map(SpanText.duration) ?? "-"),
            StyledText(processor.map(SpanText.duration) ?? "-"),
            StyledText(attempt.maxResidentBytes.map(CountText.bytes) ?? "-"), StyledText(attempt.text),
        ]
    }
}
