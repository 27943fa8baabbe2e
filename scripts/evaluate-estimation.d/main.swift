import MLOpsStatistics

// estimation-evaluation < ROWS: prints "chunk metric estimate low high" for each chunk. The first line of ROWS is the
// task and how many scores and features a row has; each other line is the chunk (-1: reference), the label, the
// prediction, the scores and the features, between spaces.

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
for (chunk, rows) in chunks.sorted(by: { $0.key < $1.key }) where chunk >= 0 {
    for figure in estimator?.figures(of: rows) ?? [] {
        guard let value = figure.figure.value else { continue }
        print(chunk, figure.name, value, figure.figure.low ?? value, figure.figure.high ?? value)
    }
}
