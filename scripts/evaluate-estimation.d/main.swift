import MLOpsStatistics

// estimation-evaluation [DELAY...] < ROWS: prints "chunk 0 metric estimate low high" for each chunk, and for each delay
// "chunk delay metric estimate low high", corrected by the labels of the chunks that are so many chunks older, or more.
// The first line of ROWS is the task and how many scores and features a row has; each other line is the chunk
// (-1: reference), the label, the prediction, the scores and the features, between spaces.

let header = (readLine() ?? "").split(separator: " ")
guard header.count == 3, let scores = Int(header[1]), let features = Int(header[2]) else {
    fatalError("the first line must be the task, a number of scores and one of features")  // reason: a script's input
}
var chunks: [Int: [PerformanceRow]] = [:]
while let line = readLine() {
    let values = line.split(separator: " ").map { Double($0) ?? .nan }
    guard values.count == 3 + scores + features else { fatalError(line) }  // reason: a script's input
    let row = PerformanceRow(
        prediction: values[2], score: header[0] == "binary" ? values[3] : .nan, label: values[1],
        scores: header[0] == "multiclass" ? Array(values[3..<3 + scores]) : [],
        features: Array(values[(3 + scores)...]))
    chunks[Int(values[0]), default: []].append(row)
}
let task: PerformanceTask =
    header[0] == "binary"
    ? .binary : header[0] == "multiclass" ? .multiclass(classes: (0..<scores).map(Int64.init)) : .regression
let clock = ContinuousClock()
var estimator: PerformanceEstimator?
let fitting = try clock.measure { estimator = try PerformanceEstimator(task, reference: chunks[-1] ?? []) }
print("# fitted", chunks[-1]?.count ?? 0, "rows in", fitting)
func show(_ chunk: Int, _ delay: Int, _ name: String, _ figure: PerformanceFigure) {
    guard let value = figure.value else { return }
    print(chunk, delay, name, value, figure.low ?? value, figure.high ?? value)
}
let delays = CommandLine.arguments.dropFirst().compactMap { Int($0) }
var misses: [(chunk: Int, name: String, miss: EstimateMiss)] = []
for (chunk, rows) in chunks.sorted(by: { $0.key < $1.key }) where chunk >= 0 {
    let estimates = estimator?.estimates(of: rows) ?? []
    for estimate in estimates { show(chunk, 0, estimate.name, estimate.figure) }
    for delay in delays {
        let known = Dictionary(grouping: misses.filter { $0.chunk <= chunk - delay }, by: \.name)
        let labels = LateLabels(known.mapValues { $0.map(\.miss) })
        for estimate in estimates {
            show(chunk, delay, estimate.name, labels.corrected(estimate, of: Int64(chunk)))
        }
    }
    var sums = PerformanceSums(task)
    for row in rows { sums.add(row) }
    let shown = Dictionary(uniqueKeysWithValues: sums.figures.map { ($0.name, $0.figure) })
    for estimate in estimates {
        guard let estimated = estimate.figure.value, let shown = shown[estimate.name]?.value,
            let miss = EstimateMiss(
                window: Int64(chunk), estimated: estimated, error: estimate.error, shown: shown, labelled: 1)
        else { continue }
        misses.append((chunk, estimate.name, miss))
    }
}
