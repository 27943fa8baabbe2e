import FoundationEssentials
import Testing

@Suite struct `mlopsctl compare` {
    private let data = Snapshot.directory.appending(path: "Fixtures/data").path()

    private func compare(_ current: String, _ options: [String] = []) async throws -> ProgramRun {
        try await ProgramRun.mlopsctl(["compare", "\(data)/reference.csv", "\(data)/\(current)"] + options)
    }

    @Test func `ends with 1 and names what drifted`() async throws {
        let run = try await compare("shifted.csv")
        #expect(run.status == 1, "\(run.errors)")
        #expect(run.errors == "")
        try Snapshot.expect(run.output, "Golden/compare.txt")
    }

    @Test func `ends with 0 for data of the same distribution, and says what ranks are computed on`() async throws {
        let cells = try await compare("same.csv")
        #expect(cells.status == 0, "\(cells.output)")
        #expect(cells.output.contains("not drifted"))
        #expect(cells.output.contains("Rank statistics are computed on cells"))
        let exact = try await compare("same.csv", ["--exact"])
        #expect(exact.status == 0)
        #expect(exact.output.contains("Rank statistics are computed on the values themselves"))
    }

    @Test func `leaves columns out that are named, and looks only at those that are`() async throws {
        let others = try await compare("shifted.csv", ["--exclude", "amount,country"])
        #expect(others.status == 0 && !others.output.contains("amount"), "\(others.output)")
        let one = try await compare("shifted.csv", ["--columns", "amount,at", "--exclude", "amount"])
        #expect(one.status == 0 && !one.output.contains("country"), "\(one.output)")
    }

    @Test func `ends with 3 when a column is missing`() async throws {
        let directory = try TemporaryDirectory.make()
        defer { TemporaryDirectory.remove(directory) }
        let rows = String(decoding: try Data(contentsOf: URL(filePath: "\(data)/same.csv")), as: UTF8.self)
            .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let text = rows.map { $0.dropFirst().joined(separator: ",") }.joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(filePath: "\(directory)/a.csv"))
        let run = try await ProgramRun.mlopsctl(["compare", "\(data)/reference.csv", "\(directory)/a.csv"])
        #expect(run.status == 3)
        #expect(run.output.contains("not in the current data"))
        #expect(run.output.contains("could not tell of: at"))
    }

    @Test func `ends with 3 when there is nothing to compare, and with 2 when a column is named that is not there`()
        async throws
    {
        let none = try await compare("same.csv", ["--exclude", "at,amount,visits,country,active,<b>name</b>"])
        #expect(none.status == 3, "\(none.output)")
        #expect(none.output.contains("the reference has no column to compare"))
        let misspelt = try await compare("same.csv", ["--columns", "amount,countr"])
        #expect(misspelt.status == 2 && misspelt.output == "", "\(misspelt)")
        #expect(misspelt.errors == "error: cannot look at column \"countr\": there is none of that name\n")
    }

    @Test func `has every member in its JSON`() async throws {
        for options in [["--json"], ["--json", "--exact"]] {
            let run = try await compare("shifted.csv", options)
            #expect(run.status == 1)
            for member in [
                "name", "type", "status", "n_reference", "n_current", "null_rate_reference", "null_rate_current", "p",
                "drifted", "psi", "jensen_shannon", "hellinger", "total_variation", "l_infinity", "chi_squared", "ks",
                "wasserstein", "cramer_von_mises", "mann_whitney", "anderson_darling", "energy",
            ] {
                #expect(run.output.components(separatedBy: "\"\(member)\":").count > 6, "\(member)")
            }
            #expect(run.output.contains(#""df":"#))
            #expect(run.output.contains(#""ks":null"#))
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.drifted == true)
            #expect(report.columns.filter { $0.drifted == true }.map(\.name) == ["amount", "country"])
        }
    }

    @Test(arguments: ["2", "0", "1/0", "x", "1/1000/2"]) func `takes a chance and nothing else`(chance: String)
        async throws
    {
        let run = try await compare("same.csv", ["--false-alarms", chance])
        #expect(run.status == 2)
    }

    private struct Report: Decodable {
        struct Column: Decodable {
            let name: String
            let drifted: Bool?
        }

        let drifted: Bool?
        let columns: [Column]
    }
}
