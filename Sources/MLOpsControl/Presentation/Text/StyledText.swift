/// A line for a terminal, made of pieces with a colour each.
///
/// What goes into it is escaped on the way in, so that no name, message or log line can move the cursor, hide itself or
/// reverse the text around it; the escape sequences of the colours are added last, by `rendered(_:)`.
package struct StyledText: Sendable, Hashable {
    struct Piece: Sendable, Hashable {
        var text: String
        var paint: Paint?
    }

    private(set) var pieces: [Piece]

    package init(_ text: String = "", _ paint: Paint? = nil) {
        pieces = text.isEmpty ? [] : [Piece(text: text.printable, paint: paint)]
    }

    package var isEmpty: Bool { pieces.isEmpty }

    /// The columns that it takes on a terminal.
    package var width: Int { pieces.reduce(0) { $0 + $1.text.displayWidth } }

    package func rendered(_ style: TextStyle) -> String {
        pieces.reduce(into: "") { line, piece in
            line += piece.paint.map { $0.applied(to: piece.text, style) } ?? piece.text
        }
    }

    /// Returns it in at most `columns`, ending in an ellipsis where something had to go.
    package func ellipsized(to columns: Int, _ style: TextStyle) -> StyledText {
        guard width > columns else { return self }
        let mark = style.ellipsis.displayWidth <= columns ? style.ellipsis : ""
        var room = columns - mark.displayWidth
        var result = StyledText()
        for piece in pieces {
            let kept = piece.text.prefix(columns: room)
            result.pieces.append(Piece(text: kept, paint: piece.paint))
            room -= kept.displayWidth
            if kept.utf8.count < piece.text.utf8.count { break }
        }
        let last = result.pieces.last?.paint
        result.pieces.append(Piece(text: mark, paint: last))
        return result
    }

    var trimmingTrailingSpaces: StyledText {
        var result = self
        while var last = result.pieces.popLast() {
            while last.text.last == " " { last.text.removeLast() }
            guard last.text.isEmpty else {
                result.pieces.append(last)
                break
            }
        }
        return result
    }

    package static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.pieces += right.pieces
        return sum
    }

    package static func += (left: inout StyledText, right: StyledText) { left.pieces += right.pieces }
}

extension StyledText: ExpressibleByStringInterpolation {
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = StyledText()

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) { text += StyledText(literal) }

        package mutating func appendInterpolation(_ value: String, _ paint: Paint? = nil) {
            text += StyledText(value, paint)
        }

        package mutating func appendInterpolation(_ value: some BinaryInteger, _ paint: Paint? = nil) {
            text += StyledText(String(value), paint)
        }

        package mutating func appendInterpolation(_ value: StyledText) { text += value }
    }

    package init(stringLiteral literal: String) { self.init(literal) }

    package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }
}
