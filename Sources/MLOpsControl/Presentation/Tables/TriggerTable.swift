/// The table of `mlopsctl list-triggers`, made like that of `systemctl list-timers`.
package enum TriggerTable {
    package static func text(_ triggers: [TriggerSummary], _ style: TextStyle) -> String {
        table(triggers, style).text(style, noun: "trigger")
    }

    static func table(_ triggers: [TriggerSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("NEXT", canShrink: true), .init("LEFT", canShrink: true), .init("LAST", canShrink: true),
            .init("PASSED", canShrink: true), .init("PIPELINE"), .init("TRIGGER"), .init("KIND"),
            .init("STATE", canShrink: true),
        ])
        for trigger in triggers {
            table.add([
                StyledText(trigger.nextAt.map(style.absolute) ?? "-"), StyledText(left(trigger, style)),
                StyledText(trigger.lastAt.map(style.absolute) ?? "-"),
                StyledText(trigger.lastAt.map(style.relative) ?? "-"),
                StyledText(trigger.pipeline), StyledText(trigger.trigger, .strong),
                StyledText(trigger.kind.rawValue), state(trigger, style),
            ])
        }
        return table
    }

    private static func left(_ trigger: TriggerSummary, _ style: TextStyle) -> String {
        trigger.nextAt.map(style.relative) ?? "-"
    }

    private static func state(_ trigger: TriggerSummary, _ style: TextStyle) -> StyledText {
        let part = trigger.firesAlone ? "" : " (only in combinations)"
        return trigger.verdict.mark(style) + StyledText(" " + trigger.text + part, trigger.verdict.paint)
    }
}
