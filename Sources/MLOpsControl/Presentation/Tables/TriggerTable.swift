/// The table of `mlopsctl list-triggers`, made like that of `systemctl list-timers`.
package enum TriggerTable {
    package static func text(_ triggers: [TriggerSummary], _ style: TextStyle) -> String {
        table(triggers, style).text(style, noun: "trigger")
    }

    static func table(_ triggers: [TriggerSummary], _ style: TextStyle) -> Table {
        var table = Table([
            .init("NEXT", dropped: 2), .init("LEFT"), .init("LAST", dropped: 1), .init("PASSED", dropped: 4),
            .init("PIPELINE"), .init("TRIGGER"), .init("KIND", dropped: 3), .init("STATE", canShrink: true),
        ])
        for trigger in triggers {
            table.add([
                StyledText(trigger.nextAt.map(style.absolute) ?? "-"), StyledText(left(trigger, style)),
                StyledText(trigger.lastAt.map(style.absolute) ?? "-"),
                StyledText(trigger.lastAt.map(style.past) ?? "-"),
                StyledText(trigger.pipeline), StyledText(trigger.trigger, .strong),
                StyledText(trigger.kind.rawValue), state(trigger),
            ])
        }
        return table
    }

    private static func left(_ trigger: TriggerSummary, _ style: TextStyle) -> String {
        trigger.nextAt.map(style.relative) ?? "-"
    }

    private static func state(_ trigger: TriggerSummary) -> StyledText {
        let part = trigger.firesAlone ? "" : " (only in combinations)"
        return StyledText(trigger.text + why(trigger) + part, trigger.verdict.paint)
    }

    /// What has to come first, where no time can be told for a combination.
    private static func why(_ trigger: TriggerSummary) -> String {
        guard trigger.kind == .combination, trigger.nextAt == nil, trigger.firesAlone else { return "" }
        return trigger.missing.map { ", missing: \($0)" } ?? ""
    }
}
