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

    /// A log of rows of several lines that grows, is written over, and is copied each time, with and without memory.
    @Test func `is the same whether or not the log was copied before`() throws {
        let scratch = try Scratch()
        try scratch.directory("log")
        let predictions = PredictionsDefinition(
            log: scratch.path + "/log", id: "id", time: "at", label: "y", task: .binary)
        let places = LogPlaces()
        func copy(_ limit: Int64, _ places: LogPlaces) throws -> String {
            let copy = try LogCopy(of: predictions, in: scratch.path + "/copy", atMost: limit, from: places)
            return copy.files.compactMap {
                text(of: scratch.path + "/copy/" + String(decoding: $0.path, as: UTF8.self))
            }
            .joined()
        }
        var log = Self.header
        for round in 0..<60 {
            // Written over in place now and then: what was known of it is worth nothing.
            if round % 20 == 19 { log = Self.header + "0,\"" + String(repeating: "\n", count: log.utf8.count) + "\"\n" }
            log += Self.rows[round % Self.rows.count]
            try scratch.write(log, to: "log/1.csv")
            for limit in [30, 60, 45] as [Int64] {
                #expect(try copy(limit, places) == copy(limit, LogPlaces()), "round \(round), at most \(limit)")
            }
        }
    }

    @Test func `begins where it began the last time, as long as the same stands before`() throws {
        let places = LogPlaces()
        func file(_ inode: UInt64, size: Int64) -> FileFingerprint {
            FileFingerprint(device: 1, inode: inode, size: size, mtimeNs: 0, ctimeNs: 0)
        }
        places.remember(.init(earliest: 90, begin: 100, before: [1, 2]), in: file(7, size: 200))
        func place(_ inode: UInt64, _ earliest: Int64, size: Int64 = 300, _ found: [UInt8] = [1, 2]) throws -> Int64? {
            try places.place(in: file(inode, size: size), notBefore: earliest) { (start, count) throws(LinuxError) in
                start == 98 && count == 2 ? found : []
            }
        }
        #expect(try place(7, 90) == 100)
        #expect(try place(7, 250) == 100)
        #expect(try place(7, 89) == nil, "an earlier row may be asked for")
        #expect(try place(8, 250) == nil, "it is another file")
        #expect(try place(7, 250, [1, 3]) == nil, "something else stands there")
        #expect(try place(7, 95, size: 99) == nil, "it is shorter by now")
    }
}
