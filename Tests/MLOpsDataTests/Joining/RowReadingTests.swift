import Foundation
import MLOpsData
import Testing

/// A log that is read while it is written.
@Suite struct `Row reading` {
    private static func job(_ task: RowJob.Task = .binary, from answer: RowAnswer? = nil, bytes: Int = 1 << 20)
        -> RowJob
    {
        var columns = RowJob.Columns(id: "id")
        columns.time = "at"
        columns.prediction = "said"
        columns.score = task == .binary ? "p" : nil
        columns.label = "came"
        columns.segments = ["country"]
        return RowJob(
            columns: columns, task: task, secretHigh: 1, secretLow: 2, offset: answer?.offset ?? 0,
            header: answer?.header, headDigest: answer?.headDigest, tailDigest: answer?.tailDigest, maximumBytes: bytes)
    }

    private static func read(
        _ text: String, _ job: RowJob = job(), format: DataFormat = .csv, isFinished: Bool = false
    ) -> (answer: RowAnswer, rows: [[UInt64]]) {
        let (answer, words) = RowReading(
            DataFile(bytes: Array(text.utf8)), job, format: format, isFinished: isFinished, isAtRest: isFinished
        ).run()
        let width = PackedRow.words(scores: 0, segments: 1)
        return (answer, stride(from: 0, to: words.count, by: width).map { Array(words[$0..<$0 + width]) })
    }

    private static func key(_ id: String) -> [UInt64] {
        let hash = Array(id.utf8).withUnsafeBytes { KeyedHash(high: 1, low: 2).hash($0) }
        return [hash.first, hash.last]
    }

    private static func ids(_ rows: [[UInt64]], among names: [String]) -> [String] {
        rows.map { row in names.first { key($0) == Array(row.prefix(2)) } ?? "?" }
    }

    private static let head = "id,at,said,p,came,country\n"

    @Test func `takes values of a binary task however they are written`() {
        let (answer, rows) = Self.read(
            Self.head + "a,2026-11-25T00:00:01Z,1,0.75,true,de\nb,1795564802,no,,0,fr\nc,1795564803000,Y,1e-1,,de\n")
        #expect(answer.failure == nil && answer.count == 3 && answer.rejected == 0)
        #expect(Self.ids(rows, among: ["a", "b", "c"]) == ["a", "b", "c"])
        #expect(rows.map { Int64(bitPattern: $0[2]) } == [1, 2, 3].map { (1_795_564_800 + $0) * 1_000_000 })
        #expect(rows.map { Double(bitPattern: $0[4]) } == [1, 0, 1])
        #expect(rows.map { Double(bitPattern: $0[5]) }.map { $0.isNaN ? -1 : $0 } == [0.75, -1, 0.1])
        #expect(rows.map { Double(bitPattern: $0[6]) }.map { $0.isNaN ? -1 : $0 } == [1, 0, -1])
        #expect(answer.segments == [["de", "fr"]])
        #expect(rows.map { Int64(bitPattern: $0[8]) } == [0, 1, 0])
    }

    @Test func `leaves rows out that can not be used, with examples`() {
        let (answer, rows) = Self.read(
            Self.head
                + ",2026-11-25T00:00:01Z,1,,,\nb,yesterday,1,,,\nc,2026-11-25T00:00:01Z,maybe,,,\nd,2026-11-25T00:00:01Z,1,1.5,,\n"
                + "e,2026-11-25T00:00:01Z,,,,\nf,2026-11-25T00:00:01Z,1,,,\n")
        #expect(answer.count == 1 && answer.rejected == 5)
        #expect(Self.ids(rows, among: ["f"]) == ["f"])
        #expect(answer.examples.map(\.row) == [0, 1, 2])
        #expect(answer.examples.map(\.reason).first == "it has no \"id\"")
    }

    @Test func `a file without a column that rows need says which, and which it has`() {
        let answer = Self.read("key,at,said\na,1,1\n").answer
        #expect(answer.failure == "it has no column \"id\"; its columns are key, at, said")
    }

    @Test(arguments: [1, 7, 64, 1000]) func `in whatever pieces a log grows, each row is read once`(piece: Int) {
        let names = (0..<40).map { "r\($0)" }
        let text = Array((Self.head + names.map { "\($0),2026-11-25T00:00:01Z,1,,,\"a\nb\"\n" }.joined()).utf8)
        var last: RowAnswer?
        var found: [String] = []
        for end in stride(from: piece, through: text.count + piece, by: piece) {
            let part = String(decoding: text.prefix(end), as: UTF8.self)
            repeat {
                let (answer, rows) = Self.read(part, Self.job(from: last, bytes: 200))
                #expect(answer.failure == nil)
                found += Self.ids(rows, among: names)
                last = answer
            } while last?.hasMore == true
        }
        #expect(found == names)
        #expect(last?.offset == Int64(text.count))
        #expect(last?.isComplete == true)
    }

    @Test func `the last line counts without its end when nobody writes any more, and is read again when it grows`() {
        let text = Self.head + "a,1795564801,1,,,\nb,1795564802,1,0.5"
        let (open, first) = Self.read(text)
        #expect(open.count == 1 && !open.isComplete)
        #expect(Self.ids(first, among: ["a", "b"]) == ["a"])
        let (closed, rest) = Self.read(text, Self.job(from: open), isFinished: true)
        #expect(Self.ids(rest, among: ["a", "b"]) == ["b"])
        #expect(closed.isComplete && closed.offset == open.offset)
        let (grown, again) = Self.read(text + "5,,de\n", Self.job(from: closed))
        #expect(Self.ids(again, among: ["b"]) == ["b"])
        #expect(again.map { Double(bitPattern: $0[5]) } == [0.55])
        #expect(grown.offset == Int64(text.utf8.count + 6))
    }

    @Test func `a last line that can not be used as it is counts for nothing yet`() {
        let text = Self.head + "a,1795564801,1,,,\nb,17955648"
        let (torn, rows) = Self.read(text + "02", isFinished: true)
        #expect(torn.count == 1 && torn.rejected == 0 && torn.isComplete)
        let (whole, more) = Self.read(text + "02,1,,,\n", Self.job(from: torn))
        #expect(Self.ids(rows + more, among: ["a", "b"]) == ["a", "b"])
        #expect(whole.rejected == 0)
    }

    @Test func `a log that was emptied under its writer begins anew, without a header of its own`() {
        let before = Self.read(Self.head + "a,1795564801,1,,,\nb,1795564802,1,,,\n").answer
        let (answer, rows) = Self.read("c,1795564803,1,,,\n", Self.job(from: before))
        #expect(answer.hasBegunAnew && answer.failure == nil)
        #expect(Self.ids(rows, among: ["c"]) == ["c"])
        // Also when it has grown beyond where it was read to.
        let long = (0..<9).map { "d\($0),1795564804,1,,,\n" }.joined()
        let (grown, more) = Self.read(long, Self.job(from: before))
        #expect(grown.hasBegunAnew && more.count == 9)
    }

    @Test func `a file that was written anew, with other columns first, is read from its beginning`() {
        let before = Self.read(Self.head + "a,1795564801,1,,,\nb,1795564802,1,,,\n").answer
        let text = "at,id,said\n1795564801,a,0\n1795564802,b,0\n1795564803,c,0\n1795564804,d,0\n1795564805,e,0\n"
        let (answer, rows) = Self.read(text, Self.job(from: before))
        #expect(answer.hasBegunAnew)
        #expect(Self.ids(rows, among: ["a", "b", "c", "d", "e"]) == ["a", "b", "c", "d", "e"])
    }

    @Test func `JSON Lines are read like CSV, numbers and texts as ids alike`() {
        let text = """
            {"id": 7, "at": "2026-11-25T00:00:01Z", "said": true, "p": 0.25}
            {"id": "8", "at": 1795564802, "said": 0, "came": false, "country": "de"}
            {"id": "9", "at": 17955
            """
        let (answer, rows) = Self.read(text, format: .jsonl)
        #expect(answer.failure == nil && answer.count == 2 && answer.rejected == 0)
        #expect(Self.ids(rows, among: ["7", "8"]) == ["7", "8"])
        #expect(rows.map { Double(bitPattern: $0[4]) } == [1, 0])
        let (rest, more) = Self.read(
            text + "64803, \"said\": 1}\n", Self.job(from: answer), format: .jsonl)
        #expect(Self.ids(more, among: ["9"]) == ["9"])
        #expect(rest.rejected == 0)
    }

    @Test func `names of classes are told by their places, those of labels alone too`() {
        var job = Self.job(.multiclass)
        job.columns.time = nil
        job.columns.prediction = nil
        job.columns.segments = []
        let (answer, words) = RowReading(
            DataFile(bytes: Array("id,came\na,cat\nb,dog\nc,\nd,cat\n".utf8)), job, format: .csv, isFinished: false,
            isAtRest: false
        ).run()
        #expect(answer.count == 3 && answer.rejected == 0)
        #expect(answer.classes == ["cat", "dog"])
        #expect(stride(from: 6, to: words.count, by: 8).map { Double(bitPattern: words[$0]) } == [0, 1, 0])
    }

    @Test(arguments: [1, 100, 5000]) func `however few rows are read at once, none is left out`(rows: Int) {
        let names = (0..<20_000).map { "r\($0)" }
        let text = Self.head + names.map { "\($0),1795564801,1,,,\n" }.joined()
        var job = Self.job()
        job.maximumRows = rows
        var found = 0
        while true {
            let (answer, read) = Self.read(text, job)
            found += read.count
            #expect(answer.rejected == 0 && answer.failure == nil && !read.isEmpty)
            (job.offset, job.header) = (answer.offset, answer.header)
            (job.headDigest, job.tailDigest) = (answer.headDigest, answer.tailDigest)
            guard answer.hasMore else { break }
        }
        #expect(found == names.count)
    }

    @Test(arguments: [1, 7, 64, 1000], ["\n", "\r\n", "\u{FEFF}\n"])
    func `a header that spans lines is one`(piece: Int, end: String) {
        let (mark, end) = end.count == 1 ? ("", end) : ("\u{FEFF}\"first\nof all\",", "\n")
        let head = mark + "id,at,\"said\n(1: \"\"yes\"\")\",\"p\r\n\",said,p,came,country" + end
        let names = (0..<20).map { "r\($0)" }
        let text = Array(
            (head + names.map { (mark.isEmpty ? "" : "x,") + "\($0),2026-11-25T00:00:01Z,,,1,0.5,,de" + end }.joined())
                .utf8)
        var last: RowAnswer?
        var found: [String] = []
        for size in stride(from: piece, through: text.count + piece, by: piece) {
            let part = String(decoding: text.prefix(size), as: UTF8.self)
            repeat {
                let (answer, rows) = Self.read(part, Self.job(from: last, bytes: 200))
                #expect(answer.failure == nil && answer.rejected == 0)
                found += Self.ids(rows, among: names)
                last = answer
            } while last?.hasMore == true
        }
        #expect(found == names)
        #expect(last?.header == String(head.dropLast()))
    }

    @Test func `a record that never ends is given up with its reason`() {
        let answer = Self.read(Self.head + "\"a" + String(repeating: "x", count: 400), Self.job(bytes: 200)).answer
        #expect(answer.failure != nil || answer.offset == Int64(Self.head.utf8.count))
        let next = Self.read(
            Self.head + "\"a" + String(repeating: "x", count: 400), Self.job(from: answer, bytes: 200)
        ).answer
        #expect(next.failure?.contains("longer than 200 bytes") == true)
    }
}
