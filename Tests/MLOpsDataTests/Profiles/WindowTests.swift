import MLOpsData
import MLOpsStatistics
import Testing

@Suite struct `A window on a reference` {
    private func files(_ texts: [String], _ name: String = "a.csv") -> TableProfiler {
        TableProfiler(texts.map { DataFile(bytes: Array($0.utf8), name: name) })
    }

    private func window(_ current: [String], on reference: String) throws -> TableWindow {
        try files(current).window(on: files([reference]).reference().reference)
    }

    @Test func `tells columns that are missing, new, or of another type`() throws {
        let window = try window(["n,t,extra\nx,7,1\ny,8,2\n"], on: "n,gone,t\n1,2,a\n2,3,b\n")
        #expect(window.presence == [.otherType(.string), .missing, .present])
        #expect(window.newColumns.map(\.name) == ["extra"])
        #expect(window.profile.columns.map(\.rows) == [2, 0, 2])
    }

    @Test func `reads numbers as the text that the reference has`() throws {
        let window = try window(["code\n7\n8\n"], on: "code\n7\nA\n")
        #expect(window.presence == [.present])
        guard case .category(let codes) = window.profile.columns[0] else { return #expect(Bool(false)) }
        // 7, A, other, new
        #expect(codes.counts == [1, 0, 0, 1])
    }

    @Test func `takes fractions among whole numbers as values and words as invalid`() throws {
        let window = try window(["n\n1.5\noops\n2\n"], on: "n\n1\n2\n3\n")
        guard case .numeric(let numbers) = window.profile.columns[0] else { return #expect(Bool(false)) }
        #expect(numbers.moments.count == 2)
        #expect(numbers.special.invalid == 1)
        #expect(window.presence == [.present])
    }

    @Test func `counts the rows of files that lack a column as null`() throws {
        let window = try window(["a,b\n1,2\n", "a\n1\n2\n"], on: "a,b\n1,2\n3,4\n")
        #expect(window.profile.columns.map(\.rows) == [3, 3])
        #expect(window.profile.columns.map(\.nulls) == [0, 2])
    }

    @Test func `shortens long texts in the same way on both sides`() throws {
        let long = String(repeating: "ä", count: 5000)
        let window = try window(["t\n\(long)\n\(long)x\n"], on: "t\n\(long)\nb\n")
        guard case .category(let texts) = window.profile.columns[0] else { return #expect(Bool(false)) }
        #expect(texts.counts.reduce(0, +) == 2)
        #expect(texts.counts.last == 1)
    }

    @Test func `tells the first and the last time, also of a column that the reference does not have`() throws {
        let text = "n,at\n1,2024-01-02T00:00:00Z\n2,\n3,2024-01-01T00:00:01Z\n"
        let options = ProfileOptions(timeColumn: "at")
        let file = DataFile(bytes: Array(text.utf8), name: "a.csv")
        for reference in ["n\n1\n", "n,at\n1,2023-01-01T00:00:00Z\n"] {
            let window = try TableProfiler([file], options: options).window(
                on: files([reference]).reference().reference)
            #expect(window.times == 1_704_067_201_000_000...1_704_153_600_000_000)
        }
        #expect(try window([text], on: text).times == nil)
    }

    @Test func `of one family but two types adds up, of two families becomes text`() throws {
        let summary = try files(["a,b\n1,2\n", "a,b\n1.5,x\n"]).summary()
        #expect(summary.columns.map { "\($0.type)" } == ["double", "string"])
        #expect(summary.columns[1].frequent.items.map { String(decoding: $0.text, as: UTF8.self) } == ["2", "x"])
        #expect(summary.rows == 2)
    }

    @Test func `names the file that cannot be read`() throws {
        let profiler = TableProfiler([
            DataFile(bytes: Array("a\n1\n".utf8), name: "good.csv"),
            DataFile(bytes: Array("a\n\"1\n".utf8), name: "bad.csv"),
        ])
        let error = #expect(throws: TableFault.self) { try profiler.summary() }
        #expect(error?.file == "bad.csv")
        #expect(error?.error.cause == .unterminatedQuote)
    }
}
