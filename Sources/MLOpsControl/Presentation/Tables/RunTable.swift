/// The table of `mlopsctl list-runs`.
package enum RunTable {
    package static func text(_ runs: [RunSummary], _ style: TextStyle) -> String {
        table(runs, style).text(style, noun: "run")
    }

    static func table(_ runs: [RunSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("RUN"), .init("PIPELINE"), .init("STATE"), .init("STARTED", dropped: 4),
            .init("DURATION", .right, dropped: 2), .init("STEPS", .right, dropped: 1), .init("VERSION", dropped: 3),
            .init("REASON", canShrink: true, dropped: 5),
        ])
        for run in runs {
            table.add([
                StyledText(run.id, .strong), StyledText(run.pipeline), StyledText(run.stateWord, run.paint),
                StyledText(style.past(run.startedAt)),
                StyledText(SpanText.duration(seconds: run.durationSeconds)),
                StyledText(run.steps), StyledText(run.version ?? "-"), StyledText(run.reason),
            ])
        }
        return table
    }
}
