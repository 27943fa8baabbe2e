import Glibc
import MLOpsStatistics

// statistics-speed [TEXT]: what statistics cost, nanoseconds a value, bytes a column, milliseconds a decision; with TEXT only
// what has that in its name, with `targets` only the figures that have a limit.
let wanted = CommandLine.arguments.dropFirst().first
if wanted == "targets" {
    Targets.print()
    exit(0)
}

/// The processor time of this process, which others on the machine do not lengthen as they do the time of the clock.
func processorTime() -> Duration {
    var now = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
    return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
}

/// Prints what one of `count` repetitions costs, as the best of five rounds.
func measure(_ what: String, count: Int, _ body: () -> Void) {
    if let wanted, !what.contains(wanted) { return }
    var best = Duration.seconds(3600)
    for _ in 0..<5 {
        let start = processorTime()
        body()
        best = min(best, processorTime() - start)
    }
    let nanoseconds = Double(best.components.attoseconds) / 1e9 + Double(best.components.seconds) * 1e9
    print(
        "\(what): \(((nanoseconds / Double(count)) * 100).rounded() / 100) ns each, \(Int(nanoseconds / 1e3)) µs for \(count)"
    )
}

var random = Xoshiro256StarStar(seed: 1)
let values = (0..<1_000_000).map { _ in random.normal() }
let batches = stride(from: 0, to: values.count, by: 8192).map { Array(values[$0..<min(values.count, $0 + 8192)]) }
let cells = NumericCells(fittingSorted: values[..<100_000].sorted())

measure("profile of a normal column, a value", count: values.count) {
    var profile = NumericProfile(cells: cells)
    for batch in batches { batch.withUnsafeBufferPointer { profile.add(numbers: $0) } }
    precondition(profile.rows == values.count)
}
measure("exact moments alone, a value", count: values.count) {
    var moments = ExactMoments()
    for batch in batches { batch.withUnsafeBufferPointer { moments.add($0) } }
    precondition(moments.count == values.count)
}
let texts = (0..<100_000).map { _ in Array("category-\(Int(random.uniform() * random.uniform() * 50))".utf8) }
let bytes = Array(texts.joined())
var offsets: [UInt32] = [0]
for text in texts { offsets.append(offsets[offsets.count - 1] + UInt32(text.count)) }
let categories = CategoryCells(categories: (0..<50).map { Array("category-\($0)".utf8) })
measure("profile of a column of 50 categories, a value", count: texts.count) {
    var profile = CategoryProfile(cells: categories)
    bytes.withUnsafeBufferPointer { bytes in
        offsets.withUnsafeBufferPointer { profile.add(bytes: bytes, offsets: $0) }
    }
    precondition(profile.rows == texts.count)
}

/// A window of 100 numeric columns.
func window(rows: Int, seed: UInt64) -> WindowProfile {
    var random = Xoshiro256StarStar(seed: seed)
    return WindowProfile(
        columns: (0..<100).map { _ in
            var profile = NumericProfile(cells: cells)
            profile.add((0..<rows).map { _ in random.normal() })
            return .numeric(profile)
        })
}
let small = window(rows: 500, seed: 2)
let large = window(rows: 5000, seed: 3)
print(
    "bytes a column of a window of 500 rows: \(small.encoded.count / 100), of 5,000 rows: \(large.encoded.count / 100)")
let encoded = large.encoded
measure("adding an encoded window of 100 columns", count: 1000) {
    var sum = WindowProfile(columns: large.columns.map(\.emptied))
    for _ in 0..<1000 {
        guard (try? sum.merge(encoded: encoded)) != nil else { preconditionFailure("our own encoding") }
    }
}
measure("merging a window of 100 columns", count: 1000) {
    var sum = WindowProfile(columns: large.columns.map(\.emptied))
    for _ in 0..<1000 { sum.merge(large) }
}

measure("summary of a normal column, a value", count: values.count) {
    var summary = NumericSummary()
    var row = 0
    for batch in batches {
        batch.withUnsafeBufferPointer { summary.add(numbers: $0, firstRow: row) }
        row += batch.count
    }
    precondition(summary.rows == values.count)
}
measure("summary of a column of 50 categories, a value", count: texts.count) {
    var summary = CategorySummary()
    bytes.withUnsafeBufferPointer { bytes in
        offsets.withUnsafeBufferPointer { summary.add(bytes: bytes, offsets: $0) }
    }
    precondition(summary.rows == texts.count)
}
let reference = ReferenceProfile(
    columns: window(rows: 100_000, seed: 4).columns.enumerated().map { .init(name: "x\($0)", profile: $1) })
let settings = DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 8760), columns: [])
measure("a drift decision over 100 columns", count: 20) {
    var monitor = DriftMonitor(reference: reference, settings: settings)
    for _ in 0..<20 { precondition(!monitor.observe(large).columns.isEmpty) }
}
measure("all figures of one column", count: 20) {
    for column in 0..<20 {
        let comparison = ColumnComparison(
            reference: reference.columns[column].profile, current: large.columns[column])
        precondition(comparison.status == .compared)
    }
}
let rows = (0..<20_000).map { row in (0..<25).map { values[(row * 25 + $0) % values.count] } }
measure("co-moments of 25 columns, a row", count: rows.count) {
    var moments = CoMoments(scales: (0..<25).map { _ in .init(mean: 0, standardDeviation: 1) })
    for row in rows { moments.add(row) }
    precondition(moments.count == rows.count)
}

/// Watches a stream of 0 and 1 that does not change, and prints what one update costs.
func measure(_ name: String, _ detector: some StreamDetector, count: Int) {
    let errors = values[..<count].map { $0 > 1.28 ? 1.0 : 0 }
    measure("\(name), an update", count: count) {
        var detector = detector
        var alarms = 0
        for error in errors where detector.update(error) { alarms += 1 }
        precondition(alarms < count)
    }
}
measure("ADWIN", ADWIN(), count: values.count)
measure("Page-Hinkley", PageHinkley(), count: values.count)
measure("DDM", DDM(), count: values.count)
measure("HDDM_A", HDDMA(), count: values.count)
measure("KSWIN", KSWIN(), count: 50_000)

/// The same for the test of harm, whose reference is learnt before.
func measureHarm(_ name: String, _ losses: [Double]) {
    let settings = HarmSettings(source: .reference(rows: 5000), rowsPerFalseAlarm: 1e6)
    var learnt = HarmDetector(settings)
    _ = learnt.observe(contentsOf: Array(losses[..<5000]))
    measure("harm of \(name), an update", count: losses.count) {
        var detector = learnt
        _ = detector.observe(contentsOf: losses)
        precondition(detector.seen == losses.count + 5000)
    }
}
measureHarm("errors", values.map { $0 > 1.28 ? 1.0 : 0 })
measureHarm("numbers", values.map { $0 * $0 })
