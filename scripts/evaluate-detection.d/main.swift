import Glibc
import MLOpsStatistics

// detection-evaluation FILE LENGTH A REFERENCE [BASELINE]: runs our detector over streams of errors and prints, a line for each
// stream, the rows of its alarms. FILE holds a byte for each row, 0 or 1, and LENGTH rows for each stream.

let arguments = CommandLine.arguments
guard arguments.count >= 5, let length = Int(arguments[2]), let level = Double(arguments[3]),
    let reference = Int(arguments[4]), let file = fopen(arguments[1], "r")
else {
    print("usage: detection-evaluation FILE LENGTH A REFERENCE [BASELINE]")
    exit(64)
}
let source: HarmSettings.Source =
    arguments.count > 5
    ? .baseline(Double(arguments[5]) ?? 0) : .reference(rows: reference)
let settings = HarmSettings(source: source, rowsPerFalseAlarm: level, afterAlarm: .relearn)
var rows = [UInt8](repeating: 0, count: length)
while fread(&rows, 1, length, file) == length {
    var detector = HarmDetector(settings)
    var alarms: [String] = []
    for row in rows { if let alarm = detector.observe(Double(row)) { alarms.append("\(alarm.row)") } }
    print(alarms.joined(separator: " "))
}
