extension CSVTokeniser {
    enum Quotes { case none, open, closed }

    /// Where the tokeniser is in the record it reads; a local variable of its loop.
    struct Scan {
        private let fields: UnsafeMutablePointer<CSVField>
        private let columns: Int
        private(set) var row: Int
        /// Fields of the row that have ended.
        private(set) var column = 0
        private(set) var rowStart: Int
        private var fieldStart: Int
        private(set) var quotes = Quotes.none
        private var closing = 0
        private var hasDoubled = false
        private var skipped = -1
        /// A field that the header has no name for is not empty.
        private(set) var hasExtraText = false
        private(set) var longest = 0
        private(set) var longestStart = 0

        init(start: Int, row: Int, fields: UnsafeMutablePointer<CSVField>, columns: Int) {
            self.row = row
            self.fields = fields
            self.columns = columns
            rowStart = start
            fieldStart = start
        }

        /// Whether a record has begun that ends at the text's end.
        func hasBegun(_ end: Int) -> Bool { column > 0 || end > fieldStart }

        /// Takes a byte that is no delimiter, or one that stands near quotes; returns whether the row ended.
        @inline(__always)
        mutating func take(
            _ byte: UInt8, _ position: Int, _ text: UnsafeRawPointer, _ end: Int, _ delimiter: UInt8
        ) -> Bool {
            if quotes != .open, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if column == 0, position == fieldStart {
                    // An empty line, or the second half of CR LF.
                    rowStart = position &+ 1
                    fieldStart = rowStart
                    return false
                }
                endField(position)
                return true
            }
            takeQuoted(byte, position, text, end, delimiter)
            return false
        }

        @inline(never)
        private mutating func takeQuoted(
            _ byte: UInt8, _ position: Int, _ text: UnsafeRawPointer, _ end: Int, _ delimiter: UInt8
        ) {
            guard byte == UInt8(ascii: "\"") else {
                if quotes != .open, byte == delimiter { endField(position) }
                return
            }
            guard position != skipped else { return }
            switch quotes {
            case .none where position == fieldStart: quotes = .open
            case .open:
                let next = position &+ 1 < end ? text.load(fromByteOffset: position &+ 1, as: UInt8.self) : 0
                if next == UInt8(ascii: "\"") {
                    (skipped, hasDoubled) = (position &+ 1, true)
                } else {
                    (quotes, closing) = (.closed, position)
                }
            case .none, .closed: break
            }
        }

        @inline(__always)
        mutating func endField(_ position: Int) {
            let length = position &- fieldStart
            if length > longest { (longest, longestStart) = (length, fieldStart) }
            if column < columns {
                fields[row &* columns &+ column] =
                    quotes == .none
                    ? CSVField(start: fieldStart, length: length, form: .plain) : quotedField(position)
            } else if length > 0 {
                hasExtraText = true
            }
            column &+= 1
            fieldStart = position &+ 1
            quotes = .none
        }

        private mutating func quotedField(_ position: Int) -> CSVField {
            defer { hasDoubled = false }
            if !hasDoubled, quotes == .closed, closing == position &- 1 {
                return CSVField(start: fieldStart &+ 1, length: position &- fieldStart &- 2, form: .quoted)
            }
            return CSVField(start: fieldStart, length: position &- fieldStart, form: .escaped)
        }

        @inline(__always)
        mutating func beginRow(_ start: Int) {
            row &+= 1
            column = 0
            rowStart = start
            fieldStart = start
            hasExtraText = false
        }
    }
}
