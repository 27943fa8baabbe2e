import Glibc
import MLOpsStatistics

// detection-evaluation FILE LENGTH START A REFERENCE [BASELINE]: runs our detector over streams of errors and prints, a line for
// each stream, the rows of its alarms up to the first at or after the row START. After an alarm it starts anew with the reference
// or the baseline that it had. FILE holds a byte for each row, 0 or 1, and LENGTH rows for each stream.

let arguments = CommandLine.arguments
guard arguments.count >= 6, let length = Int(arguments[2]), let start = Int(arguments[3]), let level = Double(arguments[4]),
    let reference = Int(arguments[5]), let file = fopen(arguments[1], "r")
else {
    print("usage: detection-evaluation FILE LENGTH START A REFERENCE [BASELINE]")
    exit(64)
}
let source: HarmSettings.Source =
    arguments.count > 6
    ? .baseline(Double(arguments[6]) ?? 0) : .reference(rows: reference)
let untaught = HarmDetector(HarmSettings(source: source, rowsPerFalseAlarm: level))
let blockRows = 1024

/// Returns the rows of the alarms up to the first at or after `start`.
func alarms(_ losses: [Double]) -> [Int] {
    var taught = untaught
    let first = min(losses.count, taught.rowsToLearn)
    _ = taught.observe(contentsOf: Array(losses[..<first]))
    var (detector, rows, row) = (taught, [Int](), first)
    while row < losses.count, (rows.last ?? -1) < start {
        let end = min(losses.count, row + blockRows)
        // Many rows at once are cheaper, and nearly always there is no alarm among them.
        let before = detector
        guard detector.observe(contentsOf: Array(losses[row..<end])) != nil else {
            row = end
            continue
        }
        detector = before
        while detector.observe(losses[row]) == nil { row += 1 }
        rows.append(row)
        row += 1
        detector = taught
    }
    return rows
}

var bytes = [UInt8](repeating: 0, count: length)
while fread(&bytes, 1, length, file) == length {
    print(alarms(bytes.map { Double($0) }).map { "\($0)" }.joined(separator: " "))
}
