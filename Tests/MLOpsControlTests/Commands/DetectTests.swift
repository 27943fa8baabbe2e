import FoundationEssentials
import Testing

@Suite struct `mlopsctl detect` {
    // Errors of a rate, and from a row on of another, the same ones every time.
    private static func errors(_ rows: Int, from change: Int, _ rate: (before: Int, after: Int)) -> [String] {
        var state: UInt64 = 1
        return (0..<rows).map { row in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % 100 < (row < change ? rate.before : rate.after) ? "1" : "0"
        }
    }

    private func detect(
        _ cells: [String], _ options: [String] = [], name: String = "a.csv", header: String = "loss"
    ) async throws -> ProgramRun {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        let lines = ([header] + cells).joined(separator: "\n") + "\n"
        try Data(lines.utf8).write(to: URL(filePath: "\(directory)/\(name)"))
        return try await ProgramRun.mlopsctl(["detect", "\(directory)/\(name)"] + options)
    }

    @Test func `names the row of the proof, and ends with 1`() async throws {
        let cells = Self.errors(6000, from: 5000, (10, 30))
        let run = try await detect(cells, ["--json", "--reference", "2000", "--false-alarms", "1/100000"])
        #expect(run.status == 1, "\(run.errors)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.row.map { (5000...5200).contains($0) } == true)
        #expect(answer.change.map { (4900...5100).contains($0) } == true)
        #expect(answer.alarms.map(\.row) == [answer.row])
        #expect(answer.rows == 6000)
        let text = try await detect(cells, ["--reference", "2000", "--false-alarms", "1/100000"])
        #expect(text.output.hasPrefix("harm proven at row \(answer.row ?? 0), since about row"))
    }

    @Test func `ends with 0 and null when losses stay or fall`() async throws {
        for after in [10, 2] {
            let cells = Self.errors(8000, from: 5000, (10, after))
            let run = try await detect(cells, ["--json", "--false-alarms", "1/1000000"])
            #expect(run.status == 0, "\(run.output)")
            #expect(run.output.contains(#""row":null"#))
            #expect(run.output.contains(#""alarms":[]"#))
        }
    }

    @Test func `ends with 3 while all is reference`() async throws {
        let run = try await detect(Self.errors(500, from: 500, (10, 10)))
        #expect(run.status == 3)
        #expect(run.output.contains("could not tell"))
    }

    @Test func `needs no reference when the mean is known, and finds the scale of losses beyond 1`() async throws {
        let unit = try await detect(Self.errors(500, from: 100, (10, 60)), ["--json", "--baseline", "0.1"])
        let early = try JSONDecoder().decode(Answer.self, from: Data(unit.output.utf8))
        #expect(early.row.map { (100...160).contains($0) } == true)
        let large = Self.errors(3000, from: 2000, (50, 90)).map { $0 == "1" ? "40" : "20" }
        let run = try await detect(large, ["--json", "--baseline", "30", "--false-alarms", "1/100000"])
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.row.map { (2000...2100).contains($0) } == true)
    }

    @Test func `counts rows without a loss, and takes infinite ones`() async throws {
        var cells = Self.errors(3000, from: 3000, (10, 10))
        (cells[5], cells[9], cells[11]) = ("NaN", "inf", "")
        let run = try await detect(cells.map { "x,\($0)" }, ["--json"], header: "id,loss")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains(#""missing":2"#))
        #expect(run.output.contains(#""rows":3000"#))
    }

    @Test func `says which cell is no number, and which columns there are`() async throws {
        var cells = Self.errors(3000, from: 3000, (10, 10))
        cells[2500] = "oops"
        let bad = try await detect(cells)
        #expect(bad.status == 2)
        #expect(bad.output == "")
        #expect(bad.errors.contains(#""oops" is no number"#) && bad.errors.contains("row 2501"), "\(bad.errors)")
        let unknown = try await detect(cells, ["--column", "losses"])
        #expect(unknown.status == 2)
        #expect(unknown.errors.contains(#"no column "losses"; it has loss"#), "\(unknown.errors)")
    }

    @Test func `reads JSON Lines`() async throws {
        let lines = Self.errors(3000, from: 2000, (10, 50)).map { "{\"loss\": \($0), \"x\": null}" }
        let run = try await detect(
            Array(lines.dropFirst()), ["--json"], name: "a.jsonl", header: lines[0])
        let answer = try JSONDecoder().decode(Answer.self, from: Data(run.output.utf8))
        #expect(answer.row.map { (2000...2100).contains($0) } == true)
        #expect(answer.rows == 3000)
    }

    @Test(arguments: [["--false-alarms", "2"], ["--reference", "1"], ["--baseline", "nan"], ["--tolerance", "-1"]])
    func `refuses what makes no sense`(options: [String]) async throws {
        #expect(try await detect(["1"], options).status == 2)
    }

    private struct Answer: Decodable {
        struct Alarm: Decodable { let row: Int }

        let row: Int?
        let change: Int?
        let rows: Int
        let alarms: [Alarm]
    }
}
