import Foundation
import FoundationEssentials
import Testing

@Suite struct `mlopsctl profile` {
    private let data = Snapshot.directory.appending(path: "Fixtures/data").path()

    private func profile(_ arguments: [String]) async throws -> ProgramRun {
        try await ProgramRun.mlopsctl(["profile"] + arguments)
    }

    @Test func `shows a table`() async throws {
        let run = try await profile(["\(data)/reference.csv"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors == "")
        try Snapshot.expect(run.output, "Golden/profile.txt")
    }

    @Test func `draws in ASCII where the locale is not UTF-8`() async throws {
        let run = try await ProgramRun.mlopsctl(["profile", "\(data)/reference.csv"], environment: ["LANG": "C"])
        #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
        #expect(run.output.contains("@"))
    }

    @Test func `has every member in its JSON, null where it does not exist`() async throws {
        let run = try await profile(["--json", "\(data)/reference.csv"])
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        #expect(report.rows == 600)
        #expect(report.columns.map(\.name) == ["at", "amount", "visits", "country", "active", "<b>name</b>"])
        #expect(report.columns.map(\.type) == ["date", "double", "integer", "string", "boolean", "string"])
        #expect(report.columns[4].nulls + report.columns[4].count == 600)
        let text = run.output
        for member in [
            "count", "nulls", "nan", "infinities", "zeros", "distinct", "distinct_error", "min", "max", "mean",
            "standard_deviation", "skewness", "quantiles", "top_values", "type", "invalid", "rows",
        ] {
            let occurrences = text.components(separatedBy: "\"\(member)\":").count - 1
            #expect(occurrences >= report.columns.count, "\(member)")
        }
        #expect(text.contains(#""0.001":"#) && text.contains(#""0.999":"#))
    }

    @Test func `takes the files of a directory as one dataset, whatever the workers`() async throws {
        let whole = try await profile(["--json", "\(data)/reference.csv"])
        let parts = try await profile(["--json", "--workers", "3", "\(data)/days"])
        let columns = try [whole, parts].map { run -> Substring in
            let start = try #require(run.output.range(of: "\"columns\":")).lowerBound
            let end = try #require(run.output.range(of: "\"files\":")).lowerBound
            return run.output[start..<end]
        }
        #expect(columns[0] == columns[1])
    }

    @Test func `says where a file cannot be read`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        try Data("a,b\n1,2\n3,\"x\n".utf8).write(to: URL(filePath: "\(directory)/bad.csv"))
        let bad = try await profile(["\(directory)/bad.csv"])
        #expect(bad.status == 78)
        #expect(bad.errors.contains("a quoted field does not end (row 2)"), "\(bad.errors)")
        let missing = try await profile(["\(directory)/none.csv"])
        #expect(missing.status == 4)
        let empty = try await profile([directory + "/"])
        #expect(empty.status == 78, "a directory with one broken file is a dataset")
    }

    private struct Report: Decodable {
        struct Column: Decodable {
            let name: String
            let type: String
            let nulls: Int
            let count: Int
        }

        let rows: Int
        let columns: [Column]
    }
}
