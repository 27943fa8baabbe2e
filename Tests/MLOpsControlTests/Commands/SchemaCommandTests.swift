import FoundationEssentials
import Testing

/// The verb as a shell sees it.
@Suite struct `mlopsctl schema` {
    /// 2,000 rows; nothing in them is left to chance.
    static func rows(_ count: Int = 2000, _ change: (Int, inout [String]) -> Void = { _, _ in }) -> String {
        var text = "id,age,plan,price\n"
        for row in 0..<count {
            // Fibonacci hashing spreads neighbours over the whole range.
            let spread = Int(UInt32(truncatingIfNeeded: row &* 2_654_435_769) >> 16)
            var fields = [
                "\(1000 + 7 * row)", "\(18 + spread % 60)", ["free", "pro", "team"][spread % 3],
                "\(Double(100 + spread % 900) / 10)",
            ]
            change(row, &fields)
            text += fields.joined(separator: ",") + "\n"
        }
        return text
    }

    /// Runs a test in a directory with the data and the schema inferred from it.
    private func withSchema(_ body: (Directory) async throws -> Void) async throws {
        let directory = Directory(path: try TemporaryDirectory.make())
        defer { TemporaryDirectory.remove(directory.path) }
        try directory.write("good.csv", Self.rows())
        let run = try await directory.mlopsctl(["infer", "good.csv", "-o", "s.yaml"])
        #expect(run.status == 0, "\(run.errors)")
        try await body(directory)
    }

    struct Directory {
        var path: String

        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
        }

        func read(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(name)")), as: UTF8.self)
        }

        /// Arguments with a dot in them are names of files here.
        func mlopsctl(_ arguments: [String]) async throws -> ProgramRun {
            let arguments = arguments.map { $0.hasSuffix(".csv") || $0.hasSuffix(".yaml") ? "\(path)/\($0)" : $0 }
            var run = try await ProgramRun.mlopsctl(["schema"] + arguments)
            run.output = run.output.replacing(path + "/", with: "")
            run.errors = run.errors.replacing(path + "/", with: "")
            return run
        }
    }

    @Test func `takes a directory for the files in it`() async throws {
        try await withSchema { directory in
            let check = try await directory.mlopsctl(["check", "s.yaml", directory.path])
            #expect(check.status == 0 && check.output.contains("good.csv"), "\(check)")
            let other = try await directory.mlopsctl(["infer", directory.path])
            #expect(other.status == 0 && other.output.contains("plan"), "\(other)")
        }
    }

    private struct Check: Decodable {
        struct Violation: Decodable {
            struct Example: Decodable {
                var row: Int
                var value: String?
            }

            var file: String
            var column: String?
            var rule: String
            var severity: String
            var examples: [Example]
        }

        var verdict: String
        var rows: Int
        var violations: [Violation]
    }

    @Test func `what is inferred holds for its data`() async throws {
        try await withSchema { directory in
            let run = try await directory.mlopsctl(["check", "s.yaml", "good.csv", "--strict"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output == "good.csv: keeps the schema (2000 rows)\n")
        }
    }

    @Test func `to stdout the schema is a schema file, verified or not`() async throws {
        try await withSchema { directory in
            let run = try await directory.mlopsctl(["infer", "good.csv", "--verify"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.hasPrefix(try directory.read("s.yaml")))
            #expect(run.output.matches(of: /(?m)^# verified on .*: holds$/).count == 4, "\(run.output)")
            try directory.write("again.yaml", run.output)
            let check = try await directory.mlopsctl(["check", "again.yaml", "good.csv"])
            #expect(check.status == 0, "\(check.errors)")
        }
    }

    @Test func `a violation names column, rule and rows, and ends with 1`() async throws {
        try await withSchema { directory in
            try directory.write("bad.csv", Self.rows { row, fields in if row == 41 { fields[1] = "abc" } })
            try directory.write("lacking.csv", Self.rows().replacing("plan", with: "tariff"))
            let run = try await directory.mlopsctl(["check", "--json", "s.yaml", "good.csv", "lacking.csv"])
            #expect(run.status == 1, "\(run.errors)")
            let check = try JSONDecoder().decode(Check.self, from: Data(run.output.utf8))
            #expect(check.verdict == "block")
            #expect(check.rows == 4000)
            let missing = try #require(check.violations.first)
            #expect((missing.file, missing.column, missing.rule) == ("lacking.csv", "plan", "missing"))
            #expect(check.violations.contains { $0.rule == "new" && $0.column == "tariff" && $0.severity == "warn" })
            try directory.write(
                "strict.yaml", try directory.read("s.yaml").replacing("type: int", with: "type: int, invalid_max: 0"))
            let strict = try await directory.mlopsctl(["check", "--json", "strict.yaml", "bad.csv"])
            #expect(strict.status == 1)
            let broken = try JSONDecoder().decode(Check.self, from: Data(strict.output.utf8))
            #expect(broken.violations.map(\.rule) == ["invalid"])
            #expect(broken.violations.first?.examples.map(\.row) == [42])
            #expect(broken.violations.first?.examples.first?.value == "abc")
        }
    }

    @Test func `a warning fails only when strict`() async throws {
        try await withSchema { directory in
            try directory.write(
                "new.csv", Self.rows { row, fields in fields[3] += ",x" }.replacing("price", with: "price,more"))
            let run = try await directory.mlopsctl(["check", "s.yaml", "new.csv"])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            #expect(run.output.hasPrefix("new.csv: usable, with warnings (2000 rows)\n"))
            #expect(try await directory.mlopsctl(["check", "s.yaml", "new.csv", "--strict"]).status == 1)
        }
    }

    @Test func `acceptance shows what changes, and writes it when told so`() async throws {
        try await withSchema { directory in
            let before = "# Ours.\n" + (try directory.read("s.yaml"))
            try directory.write("s.yaml", before)
            try directory.write("other.csv", Self.rows { row, fields in if row % 10 == 0 { fields[2] = "" } })
            let blocked = try await directory.mlopsctl(["check", "s.yaml", "other.csv"])
            #expect(blocked.status == 1, "\(blocked.output)")
            let shown = try await directory.mlopsctl(["accept", "s.yaml", "other.csv", "--by", "ada"])
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(shown.output.contains("columns.plan.nullable  loosened"))
            #expect(shown.output.hasSuffix("s.yaml would become version 2, 1 change; --yes writes it.\n"))
            #expect(try directory.read("s.yaml") == before)
            let written = try await directory.mlopsctl(["accept", "s.yaml", "other.csv", "--by", "ada", "--yes"])
            #expect(written.status == 0, "\(written.errors)")
            #expect(try directory.read("s.yaml").hasPrefix("# Ours.\nschema: 2\naccepted_by: ada\naccepted_at: "))
            #expect(try await directory.mlopsctl(["check", "s.yaml", "other.csv"]).status == 0)
            let again = try await directory.mlopsctl(["accept", "s.yaml", "other.csv", "--yes"])
            #expect(again.output == "s.yaml stays at version 2.\n")
        }
    }

    @Test func `diff ends like that of files`() async throws {
        try await withSchema { directory in
            #expect(try await directory.mlopsctl(["diff", "s.yaml", "s.yaml"]).status == 0)
            try directory.write(
                "t.yaml", try directory.read("s.yaml").replacing("type: category", with: "type: string"))
            let run = try await directory.mlopsctl(["diff", "s.yaml", "t.yaml"])
            #expect(run.status == 1)
            #expect(run.output.contains("columns.plan.type  loosened  category  string"), "\(run.output)")
        }
    }

    @Test func `a file that exists is replaced only by force, with its comments`() async throws {
        try await withSchema { directory in
            let text = try directory.read("s.yaml")
            try directory.write("s.yaml", "# Ours.\n" + text)
            let refused = try await directory.mlopsctl(["infer", "good.csv", "-o", "s.yaml"])
            #expect(refused.status == 2)
            #expect(
                refused.errors
                    == "error: cannot write \"s.yaml\": it exists; nothing is written\nhint: --force replaces it\n")
            #expect(try await directory.mlopsctl(["infer", "good.csv", "-o", "s.yaml", "--force"]).status == 0)
            #expect(try directory.read("s.yaml") == "# Ours.\n" + text)
        }
    }

    @Test func `what could not be told has a status above 1`() async throws {
        try await withSchema { directory in
            try directory.write("latin.csv", "a,b\n1,2\n")
            try Data([0x61, 0x0A, 0xE4, 0x0A]).write(to: URL(filePath: "\(directory.path)/latin.csv"))
            try directory.write("wrong.yaml", "schema: 1\ncolumns:\n  a: {tipe: int}\n")
            let cases: [([String], Int32)] = [
                (["check", "s.yaml", "absent.csv"], 4), (["check", "s.yaml", "latin.csv"], 2),
                (["check", "wrong.yaml", "good.csv"], 78), (["check", "absent.yaml", "good.csv"], 78),
                (["check", "s.yaml", "good.csv", "--environment", "serve"], 2),
                (["check", "s.yaml", "good.csv", "--now", "yesterday"], 2), (["check", "s.yaml"], 2),
                (["infer", "absent.csv"], 4), (["diff", "s.yaml", "wrong.yaml"], 78),
                (["infer", "good.csv", "-o", "/no-such-directory/s"], 74),
            ]
            for (arguments, status) in cases {
                let run = try await directory.mlopsctl(arguments)
                #expect(run.status == status, "\(arguments) \(run.errors)")
                #expect(run.errors.hasPrefix("error: "), "\(arguments) \(run.errors)")
                #expect(run.output.isEmpty, "\(arguments)")
            }
            let wrong = try await directory.mlopsctl(["check", "wrong.yaml", "good.csv"])
            #expect(wrong.errors.contains("wrong.yaml:3:7: columns.a.tipe: "), "\(wrong.errors)")
            #expect(wrong.errors.contains("did you mean \"type\"?"), "\(wrong.errors)")
        }
    }

    @Test func `control characters of data do not reach the terminal`() async throws {
        try await withSchema { directory in
            try directory.write("evil.csv", Self.rows { row, fields in if row % 9 == 0 { fields[2] = "\u{1B}[2Jx" } })
            let run = try await directory.mlopsctl(["check", "s.yaml", "evil.csv", "--strict"])
            #expect(run.status == 1)
            #expect(!run.output.contains("\u{1B}"))
            #expect(run.output.contains("\\x1b[2Jx"))
        }
    }
}
