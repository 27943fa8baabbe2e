import MLOpsControl

/// What `mlopsctl calendar` prints, made like that of `systemd-analyze calendar`.
enum CalendarPage {
    static func text(_ report: CalendarReport, _ style: TextStyle) -> String {
        var fields = FieldList()
        fields.add("Original form", "\(report.expression)")
        fields.add("Normalized form", "\(report.normalized)")
        for (index, slot) in report.slots.enumerated() {
            fields.add(index == 0 ? "Next elapse" : "Iteration #\(index + 1)", "\(slot.local, .strong)")
            if report.zone != "UTC" { fields.add("(in UTC)", "\(utc(slot.at))") }
            fields.add("From now", "\(style.relative(slot.at))")
        }
        if report.slots.isEmpty { fields.add("Next elapse", "never") }
        fields.add("Note", lines: report.notes.map { StyledText($0.text) })
        return fields.lines(style).joinedLines
    }

    private static func utc(_ time: Timestamp) -> String {
        TextStyle(now: time).absolute(time)
    }
}
