/// The table of `mlopsctl list-pipelines`.
package enum PipelineTable {
    package static func text(_ pipelines: [PipelineSummary], _ style: TextStyle) -> String {
        table(pipelines, style).text(style, noun: "pipeline")
    }

    static func table(_ pipelines: [PipelineSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("PIPELINE"), .init("STATE"), .init("LAST RUN"), .init("ENDED", dropped: 2), .init("NEXT", dropped: 4),
            .init("CHAMPION", dropped: 3), .init("DESCRIPTION", canShrink: true, dropped: 1),
        ])
        for pipeline in pipelines {
            let last = pipeline.lastRun
            table.add([
                pipeline.mark(style) + StyledText(" ") + StyledText(pipeline.name, .strong),
                StyledText(pipeline.state.rawValue, pipeline.paint),
                last.map { StyledText("\($0.id) \($0.stateWord)", $0.paint) } ?? StyledText("-"),
                StyledText(last?.endedAt.map(style.past) ?? "-"),
                StyledText(pipeline.nextAt.map(style.relative) ?? "-"),
                StyledText(pipeline.champion ?? "-"),
                StyledText(pipeline.stateReason ?? pipeline.description ?? ""),
            ])
        }
        return table
    }
}
