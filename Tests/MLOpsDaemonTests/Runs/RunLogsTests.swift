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

    private func lines(last: Int? = nil) throws -> [String] {
        let reader = try #require(try logs.reader(of: attempt, last: last))
        var lines: [String] = []
        while let line = try reader.next() { lines.append(String(decoding: line, as: UTF8.self)) }
        if let rest = reader.rest() { lines.append(String(decoding: rest, as: UTF8.self)) }
        return lines
    }

    @Test(arguments: [
        ("a\nb\nc\n", 2, ["b", "c"]), ("a\nb\nc", 2, ["b", "c"]), ("a\nb\nc\n", 9, ["a", "b", "c"]),
        ("a\n\n\n", 2, ["", ""]), ("", 3, []), ("a\nb\n", 0, []), ("one", 1, ["one"]),
    ])
    func `begin with the last lines`(_ content: String, _ count: Int, _ expected: [String]) throws {
        try write(Array(content.utf8))
        #expect(try lines(last: count) == expected)
    }

    @Test func `find the last lines across pieces`() throws {
        let line = String(repeating: "x", count: 1000)
        try write(Array((1...500).map { "\($0) \(line)\n" }.joined().utf8))
        let found = try lines(last: 200)
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
            seen.append(String(decoding: line, as: UTF8.self))
            if seen.count == 1 { try append("two\nthr") }
            if seen.count == 2 {
                try append("ee\nlast")
                isUnfinished.store(false, ordering: .releasing)
            }
        }
        #expect(seen == ["one", "two", "three", "last"])
    }
}
