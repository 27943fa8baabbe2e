import MLOpsStatistics
import Testing

/// What a schema inferred from 5000 rows finds in windows of 2000 rows with one fault each.
@Suite struct `Injected faults` {
    static let schema = SyntheticTable.customers(rows: 5000, seed: 11).schema()

    enum Fault: String, CaseIterable {
        case unitThousand, unitMiles, nullsFivePoints, newCategory, swapped, text, duplicated, missing, renamed
        case constant, nan, negative, added

        var expected: ValidationRule {
            switch self {
            case .unitThousand, .unitMiles: .unit
            case .nullsFivePoints: .null
            case .newCategory: .unseen
            case .swapped: .softRange
            case .text: .type
            case .duplicated: .duplicateRows
            case .missing, .renamed: .missing
            case .constant: .constant
            case .nan: .nan
            case .negative: .range
            case .added: .new
            }
        }

        func inject(_ table: inout SyntheticTable, _ draws: inout Draws) {
            switch self {
            case .unitThousand: table["height"] = table["height"].mapped { $0.map { $0 * 1000 } }
            case .unitMiles: table["height"] = table["height"].mapped { $0.map { $0 * 1.609_344 } }
            case .nullsFivePoints: table["height"] = table["height"].mapped { draws.isHit(0.05) ? nil : $0 }
            case .newCategory:
                if case .text(let cells) = table["plan"] {
                    table["plan"] = .text(cells.map { draws.isHit(0.01) ? "gold" : $0 })
                }
            case .swapped: (table["price"], table["height"]) = (table["height"], table["price"])
            case .text:
                if case .int(let cells) = table["age"] { table["age"] = .text(cells.map { $0.map { "\($0) years" } }) }
            case .duplicated: table = table.repeatingFirst(100)
            case .missing: table.columns.removeAll { $0.name == "visits" }
            case .renamed: table.columns[4].name = "heigth"
            case .constant: table["city"] = .text([String?](repeating: "city 1", count: table.rowCount))
            case .nan: table["share"] = table["share"].mapped { draws.isHit(0.02) ? .nan : $0 }
            case .negative: table["price"] = table["price"].mapped { draws.isHit(0.003) ? -1 : $0 }
            case .added: table.columns.append(("extra", .int([Int64?](repeating: 1, count: table.rowCount))))
            }
        }
    }

    /// One of ten windows may hide a fault of a few rows; whole columns never do.
    @Test(arguments: Fault.allCases) func `are found`(fault: Fault) {
        var found = 0
        for seed in 0..<20 {
            var draws = Draws(seed: UInt64(500 + seed))
            var table = SyntheticTable.customers(rows: 2000, seed: UInt64(9000 + seed), firstID: 100_000)
            fault.inject(&table, &draws)
            let report = table.check(Self.schema)
            found += report.violations.contains { $0.rule == fault.expected } ? 1 : 0
        }
        #expect(found >= 18, "\(fault.rawValue): \(found) of 20")
    }

    @Test func `in a column's name are told as a rename`() {
        var table = SyntheticTable.customers(rows: 500, seed: 1, firstID: 100_000)
        table.columns[4].name = "heigth"
        let missing = table.check(Self.schema).violations.first { $0.rule == .missing }
        #expect(missing?.proposal == "columns.height becomes columns.heigth")
    }
}

extension SyntheticTable.Cells {
    func mapped(_ change: (Double?) -> Double?) -> SyntheticTable.Cells {
        guard case .float(let cells) = self else { return self }
        return .float(cells.map(change))
    }

    func repeatingFirst(_ rows: Int) -> SyntheticTable.Cells {
        switch self {
        case .int(let cells): .int(cells + cells.prefix(rows))
        case .float(let cells): .float(cells + cells.prefix(rows))
        case .text(let cells): .text(cells + cells.prefix(rows))
        case .moment(let cells): .moment(cells + cells.prefix(rows))
        }
    }
}

extension SyntheticTable {
    func repeatingFirst(_ rows: Int) -> SyntheticTable {
        SyntheticTable(columns: columns.map { ($0.name, $0.cells.repeatingFirst(rows)) })
    }
}
