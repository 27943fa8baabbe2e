/// A cell of a file of predictions or labels, whatever type its column has.
struct JoinCell {
    /// All of the batch, and the place of the cell's: to copy a column for each of its cells would cost more than they do.
    private let columns: [Column]
    private let place: Int
    private let row: Int

    init(_ columns: [Column], place: Int, row: Int) {
        self.columns = columns
        self.place = place
        self.row = row
    }

    var isNull: Bool {
        columns[place].nullCount + columns[place].invalidCount > 0
            && columns[place].states[row] != CellState.value.rawValue
    }

    /// Hands over the text of the cell; of numbers their shortest digits.
    func withText<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        guard !columns[place].type.hasText else {
            let (start, end) = (Int(columns[place].text.offsets[row]), Int(columns[place].text.offsets[row + 1]))
            return columns[place].text.bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
        }
        return withUTF8(
            columns[place].type.hasIntegers ? "\(columns[place].integers[row])" : "\(columns[place].doubles[row])", body
        )
    }

    var text: String { withText { String(decoding: $0, as: UTF8.self) } }

    /// A finite number.
    var number: Double? {
        let value: Double?
        switch columns[place].type {
        case .string, .bytes: value = withText { NumberText($0)?.double }
        case _ where columns[place].type.hasDoubles: value = columns[place].doubles[row]
        default: value = Double(columns[place].integers[row])
        }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// 0 or 1.
    var truth: Double? {
        guard columns[place].type.hasText else { return number.flatMap { $0 == 0 || $0 == 1 ? $0 : nil } }
        return withText { text in
            if let number = NumberText(text)?.double { return number == 0 || number == 1 ? number : nil }
            if ["true", "yes", "t", "y"].contains(where: { text.isWord($0) }) { return 1 }
            return ["false", "no", "f", "n"].contains(where: { text.isWord($0) }) ? 0 : nil
        }
    }

    /// Microseconds since 1970; what has no zone is in UTC.
    ///
    /// Numbers are seconds, milli-, micro- or nanoseconds, by their size.
    var moment: Int64? {
        switch columns[place].type {
        case .timestamp, .date: return columns[place].integers[row]
        case .string, .bytes:
            return withText { text in
                if let value = ISOTimestamp.value(text) { return value.microseconds }
                return NumberText(text).flatMap { Self.moment(of: $0.double) }
            }
        default: return number.flatMap(Self.moment)
        }
    }

    private static func moment(of number: Double) -> Int64? {
        let size = number.magnitude
        let unit = size < 1e11 ? 1e6 : size < 1e14 ? 1e3 : size < 1e17 ? 1 : 1e-3
        return Int64(exactly: (number * unit).rounded())
    }

    private func withUTF8<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether it is this word of ASCII letters, whatever their case.
    fileprivate func isWord(_ lowercase: StaticString) -> Bool { NumberWord.matches(self[...], lowercase) }
}
