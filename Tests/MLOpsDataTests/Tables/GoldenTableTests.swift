import Foundation
import MLOpsData
import Testing

/// Tables that pyarrow and pandas wrote, with every value that they meant; see `Peers/generate.py`.
///
/// `scripts/differential-data` makes many more of them and lets this suite read those instead.
@Suite struct `Tables that pyarrow and pandas wrote` {
    @Test func `have every value that was meant`() throws {
        let tables = try GoldenTable.all()
        try #require(tables.count >= 40)
        for table in tables {
            let dump = try TableDump(DataFile(path: table.path))
            #expect(dump.text == table.expected, "\(table.name): \(table.firstDifference(dump.text))")
        }
    }

    @Test func `are the same whatever the number of workers`() throws {
        for table in try GoldenTable.all() {
            let one = try TableDump(DataFile(path: table.path), workers: 1)
            let three = try TableDump(DataFile(path: table.path), workers: 3)
            #expect(one.text == three.text, "\(table.name)")
            #expect(one.report == three.report, "\(table.name)")
            #expect(one.batchSizes.sorted() == three.batchSizes.sorted(), "\(table.name)")
        }
    }
}

private struct GoldenTable {
    let name: String
    let path: String
    let expected: String

    static func all() throws -> [GoldenTable] {
        let folder: URL
        if let given = ProcessInfo.processInfo.environment["MLOPS_DIFFERENTIAL"] {
            folder = URL(filePath: given)
        } else {
            folder = try #require(Bundle.module.url(forResource: "Peers", withExtension: nil))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try files.filter { $0.hasSuffix(".expected") }.map { name in
            let table = String(name.dropLast(".expected".count))
            return GoldenTable(
                name: table, path: folder.appending(path: table).path,
                expected: try String(contentsOf: folder.appending(path: name), encoding: .utf8))
        }
    }

    func firstDifference(_ text: String) -> String {
        let pairs = zip(text.split(separator: "\n"), expected.split(separator: "\n"))
        return pairs.first { $0 != $1 }.map { "read \($0) for \($1)" } ?? "another number of rows"
    }
}
