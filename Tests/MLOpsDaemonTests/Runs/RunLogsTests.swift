import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `The logs of a run` {
    private let scratch: Scratch
    private let attempt = AttemptID(run: RunID(1), step: "train", number: 1)
    private let logs: RunLogs

    init() throws {
        scratch = try Scratch()
        logs = RunLogs(state: scratch.path)
        try scratch.directory("runs/r1/attempts/train.1")
    }

    private func write(_ bytes: [UInt8]) throws {
        try Scratch.write(bytes, toPath: scratch.path + "/runs/r1/attempts/train.1/log")
    }

    private func append(_ text: String) throws {
        let file = try #require(fopen(scratch.path + "/runs/r1/attempts/train.1/log", "ae"))
        fputs(text, file)
        fclose(file)
    }

    private func lines(_ beginning: LogBeginning = .start) throws -> [String] { try places(beginning).map(\.text) }

    /// The lines, each with the place behind it.
    private func places(_ beginning: LogBeginning = .start) throws -> [(text: String, place: Int64)] {
        let reader = try #require(try logs.reader(of: attempt, from: beginning))
        var lines: [(text: String, place: Int64)] = []
        while let line = try reader.next() { lines.append((String(decoding: line, as: UTF8.self), reader.place)) }
        if let rest = reader.rest() { lines.append((String(decoding: rest, as: UTF8.self), reader.place)) }
        return lines
    }

    @Test func `B20 are gone on with behind any line, whatever they are`() throws {
        let long = String(repeating: "x", count: 2 * LogReader.maximumLineBytes + 7)
        for content in ["a\nb\n\n\nc", "\u{e4}\r\n\0\n", "one\n\(long)\ntwo\n\(long)"] {
            try write(Array(content.utf8))
            let whole = try places()
            #expect(whole.last?.place == Int64(content.utf8.count))
            for (index, line) in whole.enumerated() {
                // Where a long line is cut depends on where reading began, what it says does not.
                let rest = whole[(index + 1)...].map(\.text).joined()
                #expect(try lines(.place(line.place)).joined() == rest, "behind \(line.place)")
            }
        }
        #expect(try lines(.place(1 << 40)).isEmpty)
    }

    @Test(arguments: ["train.1.0", "my-step_2.17.9000000000", "a.b.3.4"]) func `have cursors that are read back`(
        text: String
    ) throws {
        #expect(try #require(LogCursor(text)).text == text)
    }

    @Test(arguments: [
        "", "train", "train.1", "train.0.5", "train.1.-5", "train.x.5", "train.1.5x", ".1.99999999999999999999",
    ])
    func `have no cursors but their own`(text: String) {
        #expect(LogCursor(text) == nil)
    }

    @Test(arguments: [
        ("a\nb\nc\n", 2, ["b", "c"]), ("a\nb\nc", 2, ["b", "c"]), ("a\nb\nc\n", 9, ["a", "b", "c"]),
        ("a\n\n\n", 2, ["", ""]), ("", 3, []), ("a\nb\n", 0, []), ("one", 1, ["one"]),
    ])
    func `begin with the last lines`(_ content: String, _ count: Int, _ expected: [String]) throws {
        try write(Array(content.utf8))
        #expect(try lines(.lastLines(count)) == expected)
    }

    @Test func `find the last lines across pieces`() throws {
        let line = String(repeating: "x", count: 1000)
        try write(Array((1...500).map { "\($0) \(line)\n" }.joined().utf8))
        let found = try lines(.lastLines(200))
        #expect(found.count == 200)
        #expect(found.first?.hasPrefix("301 ") == true)
        #expect(try lines().count == 500)
    }

    @Test func `B20 hand out a long line in pieces and bytes as they are`() throws {
        try write([0, 0xff, 0x1b] + [UInt8](repeating: 0x78, count: 3 * LogReader.maximumLineBytes))
        let reader = try #require(try logs.reader(of: attempt))
        let first = try #require(try reader.next())
        #expect(first.count == LogReader.maximumLineBytes)
        #expect(first.prefix(3) == [0, 0xff, 0x1b])
    }

    @Test func `are absent before the attempt wrote any`() throws {
        #expect(try logs.reader(of: attempt) == nil)
        #expect(try logs.reader(of: AttemptID(run: RunID(9), step: "x", number: 1)) == nil)
    }

    @Test func `are never read through a link`() throws {
        symlink("/etc/passwd", scratch.path + "/runs/r1/attempts/train.1/log")
        #expect(throws: RunError.self) { try logs.reader(of: attempt) }
    }

    @Test func `are followed until the attempt has ended, to the last byte`() async throws {
        try write(Array("one\n".utf8))
        let isUnfinished = Atomic<Bool>(true)
        var seen: [String] = []
        for try await line in logs.follow(attempt, while: { isUnfinished.load(ordering: .acquiring) }) {
            seen.append(String(decoding: line.bytes, as: UTF8.self))
            if seen.count == 1 { try append("two\nthr") }
            if seen.count == 2 {
                try append("ee\nlast")
                isUnfinished.store(false, ordering: .releasing)
            }
        }
        #expect(seen == ["one", "two", "three", "last"])
    }
}
