import MLOpsData
import MLOpsStatistics
import Testing

@Suite struct `A schema inferred from files` {
    static func file(_ text: String, _ name: String) -> DataFile { DataFile(bytes: Array(text.utf8), name: name) }

    static func schema(_ files: [DataFile]) throws -> DataSchema {
        try SchemaInferrer(files).gather().inference.schema
    }

    @Test func `has of each column the narrowest type that holds it in all of them`() throws {
        let schema = try Self.schema([
            Self.file("a,b,c,d\n1,1,2026-01-01,x\n", "1.csv"),
            Self.file("a,b,c,d\n2,1.5,2026-01-01 10:00:00,1\n", "2.csv"),
            Self.file("a,b,c,d,e\n3,2,2026-01-02,y,1\n", "3.csv"),
        ])
        #expect(schema.columns.map(\.type) == [.int, .float, .timestamp, .string, .int])
        #expect(schema.columns.map(\.isRequired) == [true, true, true, true, false])
        for name in ["1.csv", "2.csv"] {
            let text = name == "1.csv" ? "a,b,c,d\n1,1,2026-01-01,x\n" : "a,b,c,d\n2,1.5,2026-01-01 10:00:00,1\n"
            let report = try FileValidator(schema: schema).validate(Self.file(text, name), ValidationContext())
            #expect(report.violations.map(\.explanation) == [])
        }
    }

    @Test func `tells the file that cannot be read`() {
        #expect {
            try Self.schema([Self.file("a\n1\n", "1.csv"), Self.file("a\n\"", "2.csv")])
        } throws: { error in
            (error as? UnreadableFile)?.name == "2.csv"
        }
    }

    @Test func `is the same whatever the workers`() throws {
        var csv = "a,b\n"
        for row in 0..<30_000 { csv += "\(row * 7919 % 30_011),\(row % 13)x\n" }
        let bytes = Array(csv.utf8)
        let schemas = try [(1, 1 << 19), (3, 5000), (2, 70_000)].map { workers, block in
            try SchemaInferrer(
                [DataFile(bytes: bytes, name: "t.csv")], options: ReadOptions(blockBytes: block), workers: workers
            ).gather().inference.schema
        }
        #expect(schemas[0] == schemas[1] && schemas[0] == schemas[2])
        #expect(schemas[0].columns[1].domain?.count == 13)
        #expect(schemas[0].columns[0].isUnique)
    }

    @Test func `of no rows promises nothing`() throws {
        let schema = try Self.schema([Self.file("a,b\n", "t.csv")])
        #expect(schema.columns.count == 2)
        #expect(schema.columns.allSatisfy { $0.nullable == 1 && $0.domain == nil && $0.softRange == nil })
    }
}
