import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// The newest part of a log, as the gates compare it with the training data.
@Suite struct `A copy of a log` {
    private static let header = "id,text\n"
    private static let rows = ["1,\"a\nb\"\n", "2,\"x\n\n,z\"\n", "3,plain\n", "4,\"\n5,\"\n", "6,\"c\r\nd\"\n"]

    @Test func `begins and ends at rows, at every limit`() throws {
        let scratch = try Scratch()
        try scratch.directory("log")
        let whole = Self.header + Self.rows.joined()
        // Of a row that is being written nothing is taken.
        try scratch.write(whole + "7,\"o\n", to: "log/1.csv")
        let size = Int64(whole.utf8.count) + 5
        let begins = (0...Self.rows.count).map { Self.rows[$0...].joined() }
        for limit in 1...size + 1 {
            let predictions = PredictionsDefinition(
                log: scratch.path + "/log", id: "id", time: "at", label: "y", task: .binary)
            let copy = try LogCopy(of: predictions, in: scratch.path + "/copy", atMost: limit)
            guard let file = copy.files.first else {
                #expect(limit < 14, "nothing is taken of at most \(limit)")
                continue
            }
            let content = try #require(text(of: scratch.path + "/copy/" + String(decoding: file.path, as: UTF8.self)))
            #expect(content.hasPrefix(Self.header))
            #expect(begins.contains(String(content.dropFirst(Self.header.count))), "at most \(limit): \(content)")
            #expect(Int64(content.utf8.count - Self.header.count) <= limit)
            if limit >= size { #expect(content == whole) }
        }
    }
}
