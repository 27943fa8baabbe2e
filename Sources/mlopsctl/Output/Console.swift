import FoundationEssentials
import Glibc
import MLOpsControl

/// Where a command's answer goes: a terminal, a pager, a pipe, as text or as JSON.
struct Console {
    private let options: CommonOptions
    private let terminal: Terminal

    init(_ options: CommonOptions) {
        self.options = options
        terminal = .current
    }

    var isJSON: Bool { options.json }
    var isTerminal: Bool { terminal.isTerminal }

    /// For text that is written now.
    var style: TextStyle {
        TextStyle(
            width: options.full ? nil : terminal.columns, isColoured: terminal.isColoured,
            isUnicode: terminal.isUnicode, hasLegend: !options.noLegend, now: .now, offset: LocalZone.offset)
    }

    /// Writes an answer: as JSON when that was asked for, else as `text` makes it; on a terminal through a pager.
    func show(_ value: some Encodable, text: (TextStyle) -> String) throws(CommandFailure) {
        let text = isJSON ? try json(value, isPretty: isTerminal) + "\n" : text(style)
        if isTerminal, !options.noPager, Pager.shown(text, isUnicode: terminal.isUnicode) { return }
        try write(text)
    }

    /// Writes an answer that is one line of JSON already, with or without its line feed.
    func show(json: Data) throws(CommandFailure) {
        let line = json.last == UInt8(ascii: "\n") ? json.dropLast() : json
        try write(String(decoding: line, as: UTF8.self).escapingUnshown + "\n")
    }

    /// Writes a line of a stream; returns false when nobody reads any more.
    func stream(_ value: some Encodable, text: (TextStyle) -> String) -> Bool {
        guard isJSON else { return StandardStreams.write(text(style) + "\n") }
        do {
            return StandardStreams.write(try json(value, isPretty: false) + "\n")
        } catch {
            StandardStreams.writeError(error.text)
            return true
        }
    }

    func write(_ text: String) throws(CommandFailure) {
        switch StandardStreams.write(text, to: STDOUT_FILENO) {
        case nil, EPIPE: return
        case let code?:
            throw CommandFailure(.unwritten, "cannot write the answer: \(SystemErrorText.text(code))")
        }
    }

    /// Says something that is not the answer; it does not get into pipes.
    func note(_ text: String) {
        if !isJSON { StandardStreams.writeError(text.printable + "\n") }
    }

    private func json(_ value: some Encodable, isPretty: Bool) throws(CommandFailure) -> String {
        do {
            let data = try isPretty ? ControlJSON.encodePretty(value) : ControlJSON.encode(value)
            return String(decoding: data, as: UTF8.self).escapingUnshown
        } catch {
            throw CommandFailure(.internal, "cannot write the answer as JSON: \(error)")
        }
    }
}
