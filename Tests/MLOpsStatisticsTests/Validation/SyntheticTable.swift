import MLOpsStatistics

/// A made-up table, and its cells as a reader of files would lend them.
struct SyntheticTable {
    enum Cells {
        case int([Int64?])
        /// nil is null.
        case float([Double?])
        case text([String?])
        case moment([Int64?])
    }

    var columns: [(name: String, cells: Cells)]

    var rowCount: Int { columns.first.map { $0.cells.count } ?? 0 }

    var evidenceColumns: [EvidenceColumn] { columns.map { EvidenceColumn(name: $0.name, type: $0.cells.type) } }

    func evidence() -> SchemaEvidence {
        var evidence = SchemaEvidence(columns: evidenceColumns)
        evidence.begin(firstRow: 0, rowCount: rowCount)
        for (index, column) in columns.enumerated() { column.cells.withBatch { evidence.add($0, column: index) } }
        evidence.end()
        return evidence
    }

    func schema() -> DataSchema { SchemaInference(evidence()).schema }

    func facts(_ schema: DataSchema, now: Int64? = nil, splitting: [Range<Int>]? = nil) -> TableFacts {
        checker(schema, now: now, splitting ?? [0..<rowCount]).facts
    }

    /// Only the given rows, batch by batch.
    func checker(_ schema: DataSchema, now: Int64? = nil, _ ranges: [Range<Int>]) -> RowChecker {
        var checker = RowChecker(schema: schema, columns: columns.map { ($0.name, $0.cells.type) }, now: now)
        for range in ranges {
            checker.begin(firstRow: range.lowerBound, rowCount: range.count)
            for (index, column) in columns.enumerated() {
                column.cells.withBatch { checker.add($0.rows(range), column: index) }
            }
            for (index, pair) in checker.comparedColumns.enumerated() {
                guard let pair else { continue }
                columns[pair.left].cells.withBatch { left in
                    columns[pair.right].cells.withBatch { right in
                        checker.compare(index, left.rows(range), right.rows(range))
                    }
                }
            }
            checker.end()
        }
        return checker
    }

    func check(_ schema: DataSchema, _ context: ValidationContext = ValidationContext()) -> ValidationReport {
        SchemaCheck(schema: schema, facts: facts(schema, now: context.now), context: context).report
    }

    subscript(name: String) -> Cells {
        get { columns.first { $0.name == name }?.cells ?? .int([]) }
        set { if let index = columns.firstIndex(where: { $0.name == name }) { columns[index].cells = newValue } }
    }
}

extension SyntheticTable.Cells {
    var type: SchemaType {
        switch self {
        case .int: .int
        case .float: .float
        case .text: .string
        case .moment: .timestamp
        }
    }

    var count: Int {
        switch self {
        case .int(let cells), .moment(let cells): cells.count
        case .float(let cells): cells.count
        case .text(let cells): cells.count
        }
    }

    func withBatch(_ body: (CellBatch) -> Void) {
        var states: [UInt8] = [], doubles: [Double] = [], integers: [Int64] = [], bytes: [UInt8] = []
        var offsets: [UInt32] = []
        switch self {
        case .int(let cells), .moment(let cells):
            states = cells.map { $0 == nil ? CellState.null : CellState.value }
            integers = cells.map { $0 ?? 0 }
            if type == .int { doubles = integers.map(Double.init) }
        case .float(let cells):
            states = cells.map { $0 == nil ? CellState.null : CellState.value }
            doubles = cells.map { $0 ?? 0 }
        case .text(let cells):
            states = cells.map { $0 == nil ? CellState.null : CellState.value }
            offsets = [0]
            for cell in cells {
                bytes += Array((cell ?? "").utf8)
                offsets.append(UInt32(bytes.count))
            }
        }
        states.withUnsafeBufferPointer { states in
            doubles.withUnsafeBufferPointer { doubles in
                integers.withUnsafeBufferPointer { integers in
                    bytes.withUnsafeBufferPointer { bytes in
                        offsets.withUnsafeBufferPointer { offsets in
                            body(
                                CellBatch(
                                    type: type, firstRow: 0, rowCount: count, states: states, doubles: doubles,
                                    integers: integers, bytes: bytes, offsets: offsets))
                        }
                    }
                }
            }
        }
    }
}

/// Draws for made-up tables.
struct Draws {
    private var generator: Xoshiro256StarStar

    init(seed: UInt64) { generator = Xoshiro256StarStar(seed: seed) }

    mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

    mutating func normal() -> Double { Normal.upperQuantile(max(1e-300, uniform())) }

    mutating func isHit(_ rate: Double) -> Bool { uniform() < rate }

    mutating func index(below count: Int) -> Int { min(count - 1, Int(uniform() * Double(count))) }

    /// One of many, the k-th with a share like 1/k.
    mutating func zipf(_ count: Int) -> Int {
        let total = (1...count).reduce(0) { $0 + 1 / Double($1) }
        var rest = uniform() * total
        for k in 1...count {
            rest -= 1 / Double(k)
            if rest < 0 { return k }
        }
        return count
    }
}

extension SyntheticTable {
    /// Customers of a shop: what a window of `rows` rows looks like when nothing changes.
    static func customers(rows: Int, seed: UInt64, firstID: Int = 1) -> SyntheticTable {
        var draws = Draws(seed: seed)
        var ids: [Int64?] = [], ages: [Int64?] = [], prices: [Double?] = [], shares: [Double?] = []
        var heights: [Double?] = [], plans: [String?] = [], cities: [String?] = [], labels: [Int64?] = []
        var visits: [Int64?] = [], tails: [Double?] = [], times: [Int64?] = []
        for row in 0..<rows {
            ids.append(Int64(firstID + row))
            ages.append(Int64((38 + 12 * draws.normal()).rounded()))
            prices.append(draws.isHit(0.02) ? nil : -20 * Double.log(max(1e-12, draws.uniform())))
            shares.append(draws.uniform())
            heights.append(170 + 10 * draws.normal())
            plans.append(["free", "pro", "team"][min(2, draws.zipf(3) - 1)])
            cities.append("city \(draws.zipf(60))")
            labels.append(draws.isHit(0.2) ? 1 : 0)
            visits.append(Int64(draws.index(below: 4) * draws.index(below: 5)))
            // Student's t with two degrees of freedom: tails that no sample has seen the end of.
            let u = draws.uniform() - 0.5
            tails.append(2 * u / (2 * (0.25 - u * u)).squareRoot())
            times.append(Int64(1_700_000_000_000_000 + (firstID + row) * 60_000_000))
        }
        return SyntheticTable(columns: [
            ("id", .int(ids)), ("age", .int(ages)), ("price", .float(prices)), ("share", .float(shares)),
            ("height", .float(heights)), ("plan", .text(plans)), ("city", .text(cities)), ("churned", .int(labels)),
            ("visits", .int(visits)), ("tail", .float(tails)), ("at", .moment(times)),
        ])
    }
}

extension Double {
    static func log(_ x: Double) -> Double {
        // ln x from its mantissa: enough for draws.
        let exponent = Double(x.exponent), m = x.significand
        let y = (m - 1) / (m + 1)
        var (term, sum, k) = (y, 0.0, 1.0)
        while term.magnitude > 1e-17 {
            sum += term / k
            term *= y * y
            k += 2
        }
        return 2 * sum + exponent * 0.693_147_180_559_945_3
    }
}
