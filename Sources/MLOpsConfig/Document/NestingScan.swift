/// Refuses a text that could nest very deep before the YAML parser sees it.
///
/// The parser calls itself for each level, up to a thousand deep, and a thread with a small stack ends there. This
/// scan knows nothing of quotes and comments, so it errs; its limits are far from what a person writes, and
/// ``DocumentReader`` applies the exact one afterwards.
struct NestingScan {
    let file: String

    private static let maximumOpenBrackets = 100
    private static let maximumIndentation = 100

    func diagnostic(in text: String) -> Diagnostic? {
        var line = 1
        var openBrackets = 0
        var indentation: Int? = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                indentation = 0
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): openBrackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): openBrackets = max(0, openBrackets - 1)
            default: break
            }
            if let columns = indentation { indentation = isIndentation(byte) ? columns + 1 : nil }
            if openBrackets > Self.maximumOpenBrackets || indentation ?? 0 > Self.maximumIndentation {
                return Diagnostic(
                    file: file, line: line, problem: "the file nests deeper than \(DocumentReader.maximumDepth) levels",
                    hint: "no line may be indented by more than \(Self.maximumIndentation) columns")
            }
        }
        return nil
    }

    /// `- - -` and `? ? ?` open a level each.
    private func isIndentation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"): true
        default: false
        }
    }
}
