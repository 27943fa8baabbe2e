/// The table of `mlopsctl list-runs`.
package enum RunTable {
    package static func text(_ runs: [RunSummary], _ style: TextStyle) -> String {
        table(runs, style).text(style, noun: "run")
    }

    static func table(_ runs: [RunSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("RUN"), .init("PIPELINE"), .init("STATE"), .init("STARTED"), .init("DURATION", .right),
            .init("STEPS", .right), .init("VERSION"), .init("REASON", canShrink: true),
        ])
        for run in runs {
            table.add([
                StyledText(run.id, .strong), StyledText(run.pipeline), StyledText(run.stateWord, run.paint),
                StyledText(style.relative(run.startedAt)),
                StyledText(SpanText.duration(seconds: run.durationSeconds)),
                StyledText(run.steps), StyledText(run.version ?? "-"), StyledText(run.reason),
            ])
        }
        return table
    }
}
