/// What the cells of one column have been so far, as much as its type depends on.
struct TypeEvidence: Hashable, Sendable {
    private var seen: CellKinds = []
    /// The first cell in the file that is nothing but text.
    private var firstText: CellExample?
    /// A comma number that could as well be thousands, as `1,234`, is all there is.
    private var hasOnlyGroupsOfThree = true

    var isEmpty: Bool { seen.isEmpty }

    /// - Parameter cell: Without the white space around it, and no null token.
    mutating func add(_ cell: UnsafeRawBufferPointer, row: Int64, allowsComma: Bool) {
        add(CellKind(cell, allowsComma: allowsComma), cell, row: row)
    }

    mutating func add(_ kind: CellKind, _ cell: UnsafeRawBufferPointer, row: Int64) {
        seen.insert(CellKinds(kind))
        switch kind {
        case .string where firstText.map { row < $0.row } ?? true: firstText = CellExample(row: row, text: cell)
        case .commaNumber where !Self.isGroupOfThree(cell): hasOnlyGroupsOfThree = false
        default: break
        }
    }

    mutating func merge(_ other: TypeEvidence) {
        seen.formUnion(other.seen)
        firstText = [firstText, other.firstText].compactMap(\.self).min()
        hasOnlyGroupsOfThree = hasOnlyGroupsOfThree && other.hasOnlyGroupsOfThree
    }

    /// The narrowest column that holds every cell; of the lattice integer ⊂ double ⊂ string, boolean, date ⊂ timestamp.
    func column(named name: String) -> ColumnSchema {
        let hasNaN = seen.contains(.nan), kinds = seen.subtracting(.nan)
        var column = ColumnSchema(name: name, type: .string)
        if kinds.isEmpty {
            column.type = hasNaN ? .double : .string
        } else if kinds == .boolean {
            column.type = .boolean
        } else if kinds == .integer, !hasNaN {
            column.type = .integer
        } else if kinds.isSubset(of: [.integer, .double, .pointNumber]) {
            column.type = .double
        } else if kinds.isSubset(of: [.integer, .double, .commaNumber]) {
            (column.type, column.hasDecimalComma) = (.double, true)
        } else {
            setMoment(&column, kinds)
        }
        return column
    }

    private func setMoment(_ column: inout ColumnSchema, _ kinds: CellKinds) {
        if kinds == .date {
            column.type = .date
        } else if kinds.isSubset(of: [.date, .localTimestamp]) {
            column.type = .timestamp(zoned: false)
        } else if kinds == .zonedTimestamp {
            column.type = .timestamp(zoned: true)
        } else if let (pattern, separator) = numericDay(kinds), let compiled = TimestampPattern(pattern(separator)) {
            (column.type, column.timestampFormat) = (.date, .pattern(compiled))
        }
    }

    /// Days in numbers are dates when some cell tells the order, none contradicts, and all have one separator.
    private func numericDay(_ kinds: CellKinds) -> ((String) -> String, String)? {
        for separator in [UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-")] {
            let written = String(UnicodeScalar(separator))
            let either = CellKinds(.dayOrMonthFirst(separator: separator))
            let dayFirst = CellKinds(.dayFirst(separator: separator))
            let monthFirst = CellKinds(.monthFirst(separator: separator))
            if kinds.contains(dayFirst), kinds.isSubset(of: [either, dayFirst]) {
                return ({ "%d\($0)%m\($0)%Y" }, written)
            }
            if kinds.contains(monthFirst), kinds.isSubset(of: [either, monthFirst]) {
                return ({ "%m\($0)%d\($0)%Y" }, written)
            }
        }
        return nil
    }

    /// What someone who sees the inferred type should know; nil: nothing.
    func note(for column: ColumnSchema) -> String? {
        let name = column.name.debugDescription
        if column.type == .double, column.hasDecimalComma, hasOnlyGroupsOfThree {
            return "column \(name): commas are read as decimal commas, and every number could as well have thousands"
        }
        if case .pattern(let pattern) = column.timestampFormat {
            return "column \(name): dates are read as \(pattern.text), the order that some of them leave no choice of"
        }
        if seen.contains(.list) { return "column \(name): lists are kept as their JSON text" }
        guard column.type == .string, seen != .string else { return nil }
        return firstText == nil ? noteOfMixture(name) : noteOfText(name)
    }

    private func noteOfText(_ name: String) -> String? {
        guard let firstText else { return nil }
        return "column \(name): text because of row \(firstText.row + 1), \(firstText.text.debugDescription)"
    }

    private func noteOfMixture(_ name: String) -> String {
        if seen.isEmpty { return "column \(name): no cell has a value" }
        let isAmbiguous = seen.isSubset(of: .dayOrMonthFirst)
        return isAmbiguous
            ? "column \(name): text, because its dates do not say whether day or month comes first; set its format"
            : "column \(name): text, because its cells are of several kinds"
    }

    private static func isGroupOfThree(_ cell: UnsafeRawBufferPointer) -> Bool {
        guard let comma = cell.firstIndex(of: UInt8(ascii: ",")) else { return false }
        let digits = cell[..<comma].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        return cell.count - comma == 4 && (1...3).contains(digits.count) && digits.first != UInt8(ascii: "0")
    }
}
