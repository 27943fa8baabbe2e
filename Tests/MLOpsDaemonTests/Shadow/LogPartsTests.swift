import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// A log is scored while it is written, part by part; no row is torn, whatever its fields hold.
@Suite struct `Parts of a log` {
    private static let header = "id,text\n"
    private static let rows = ["1,\"a\nb\"\n", "2,\"x \"\"y\"\"\n,z\"\n", "3,plain\n", "4,\"\n\"\n", "5,\"c\r\nd\"\n"]

    private let scratch: Scratch
    private let log: LogParts

    init() throws {
        scratch = try Scratch()
        try scratch.directory("log")
        log = LogParts(of: Self.predictions(scratch))
    }

    static func predictions(_ scratch: Scratch) -> PredictionsDefinition {
        PredictionsDefinition(log: scratch.path + "/log", id: "id", time: "at", label: "y", task: .binary)
    }

    /// Returns the contents of all parts in order; each begins at a row.
    private func parts(atMost limit: Int64, now: Int64 = 0) throws -> [String] {
        var progress = ScoringProgress()
        var found: [String] = []
        while let part = try log.next(after: progress, since: 0, now: now, atMost: limit) {
            found.append(String(decoding: part.content, as: UTF8.self))
            progress.advance(past: part)
        }
        return found
    }

    @Test func `end where rows end, at every limit, and make up the log`() throws {
        let text = Self.header + Self.rows.joined()
        try scratch.write(text, to: "log/1.csv")
        let longest = Self.rows.map(\.utf8.count).max() ?? 0
        for limit in longest...text.utf8.count {
            let parts = try parts(atMost: Int64(limit))
            let rows = parts.enumerated().map { number, part in
                number == 0 ? part : String(part.dropFirst(Self.header.count))
            }
            #expect(rows.joined() == text, "at most \(limit)")
            #expect(parts.allSatisfy { $0.hasPrefix(Self.header) })
            for part in parts {
                let inside = part.dropFirst(Self.header.count)
                #expect(Self.rows.contains { inside.hasPrefix($0) } || inside.isEmpty, "begins within a row: \(part)")
            }
        }
    }

    @Test func `say that a quote may not close where no row ends`() throws {
        try scratch.write(Self.header + "1,\"never closed\n2,a\n3,b\n", to: "log/1.csv")
        let error = #expect(throws: LinuxError.self) { try parts(atMost: 10) }
        #expect(error?.description.contains("longer than 10 bytes; does a quote not close?") == true)
    }

    @Test func `take a header that is of several lines`() throws {
        let header = "id,\"te\nxt\"\r\n"
        try scratch.write(header + "1,a\r\n2,b\r\n", to: "log/1.csv")
        #expect(try parts(atMost: 14) == [header, header + "1,a\r\n2,b\r\n"])
    }

    @Test func `hold a last row without line end when nobody writes any more`() throws {
        let text = Self.header + "1,\"a\nb\"\n2,c"
        try scratch.write(text, to: "log/1.csv")
        #expect(try parts(atMost: 1000) == [Self.header + "1,\"a\nb\"\n"])
        #expect(try parts(atMost: 1000, now: .max / 2) == [text])
        try scratch.write(text + ",\"open", to: "log/1.csv")
        #expect(try parts(atMost: 1000, now: .max / 2) == [Self.header + "1,\"a\nb\"\n"])
    }

    @Test func `of JSON Lines end at every line`() throws {
        try scratch.write("{\"a\": \"\\\"\"}\n{\"a\": 2}\n", to: "log/1.jsonl")
        #expect(try parts(atMost: 15) == ["{\"a\": \"\\\"\"}\n", "{\"a\": 2}\n"])
    }
}
