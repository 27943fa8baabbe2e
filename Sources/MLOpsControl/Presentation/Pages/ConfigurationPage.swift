/// The screens of `mlopsctl config`.
package enum ConfigurationPage {
    /// What is in force, file after file, as `systemctl cat` shows units.
    package static func files(_ configuration: ConfigurationResponse, _ style: TextStyle) -> String {
        let texts = configuration.files.map { file in
            ([heading(of: file, style)] + lines(of: file.inForce ?? "").map(\.printable)).joinedLines
        }
        return texts.joined(separator: "\n")
    }

    private static func heading(of file: ConfigurationResponse.File, _ style: TextStyle) -> String {
        let heading = StyledText("# \(file.path)", .faint)
        switch file.state {
        case .same: return heading.rendered(style)
        case .changed: return (heading + "; \("changed since, see mlopsctl config diff", .warning)").rendered(style)
        case .added: return (heading + "; \("not in force yet", .warning)").rendered(style)
        case .removed: return (heading + "; \("in force, and gone from the disk", .warning)").rendered(style)
        case .unreadable: return (heading + "; \(file.problem ?? "it can not be read", .bad)").rendered(style)
        }
    }

    private static func lines(of text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The daemon's settings, and where each was written.
    package static func settings(_ configuration: ConfigurationResponse, _ style: TextStyle) -> String {
        var table = Table([.init("KEY"), .init("VALUE", canShrink: true), .init("WRITTEN IN", canShrink: true)])
        for setting in configuration.settings {
            table.add([
                StyledText(setting.key, .strong), StyledText(setting.value),
                StyledText(setting.origin ?? "(default)", setting.origin == nil ? .faint : nil),
            ])
        }
        return table.text(style, noun: "setting")
    }

    /// What a reload would change, file by file; with the difference of the texts, not of what they mean.
    package static func difference(_ configuration: ConfigurationResponse, _ style: TextStyle) -> String {
        let changed = configuration.files.filter { $0.state != .same }
        guard !changed.isEmpty else {
            return "What is in force is what stands in \(configuration.directory.printable).\n"
        }
        return changed.map { difference(of: $0, style).joinedLines }.joined()
    }

    private static func difference(of file: ConfigurationResponse.File, _ style: TextStyle) -> [String] {
        if let problem = file.problem { return [("\(file.path): \(problem, .bad)" as StyledText).rendered(style)] }
        let old = file.inForce == nil ? "/dev/null" : "\(file.path) in force"
        let new = file.onDisk == nil ? "/dev/null" : "\(file.path) on disk"
        let hunks = UnifiedDiff(from: file.inForce ?? "", to: file.onDisk ?? "").hunks
        let heads = ["--- \(old)", "+++ \(new)"].map { StyledText($0, .strong).rendered(style) }
        return heads
            + hunks.flatMap { [StyledText($0.header, .faint).rendered(style)] + $0.lines.flatMap { line($0, style) } }
    }

    private static func line(_ line: UnifiedDiff.Line, _ style: TextStyle) -> [String] {
        let (mark, text, paint): (String, Substring, Paint?) =
            switch line {
            case .kept(let text): (" ", text, nil)
            case .removed(let text): ("-", text, .bad)
            case .added(let text): ("+", text, .good)
            }
        let isWhole = text.hasSuffix("\n")
        let shown = StyledText(mark + (isWhole ? text.dropLast() : text), paint).rendered(style)
        return isWhole ? [shown] : [shown, "\\ No newline at end of file"]
    }
}
