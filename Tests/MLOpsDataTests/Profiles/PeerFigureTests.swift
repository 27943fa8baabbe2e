import Foundation
import MLOpsData
import MLOpsStatistics
import Testing

@Suite struct `Figures of a profile are those of pandas and numpy` {
    @Test(arguments: ["table.csv", "table.jsonl.gz", "table.parquet"]) func `for`(name: String) throws {
        let file = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Figures"))
        let summary = try TableProfiler([DataFile(path: file.path())]).summary()
        let expected = try expected()
        #expect(expected.count > 70)
        for line in expected {
            let column = try #require(summary.column(line.column), "\(line.column)")
            let value = try #require(figure(line.figure, of: column), "\(line)")
            // A dozen digits, relative; of the skewness of 1e9 ± 1 the sum of cubes leaves fewer.
            let tolerance = line.figure == "skewness" ? 1e-6 : 1e-12
            #expect(abs(value - line.value) <= tolerance * max(abs(line.value), 1e-3), "\(line): \(value)")
        }
    }

    private struct Line {
        let column: String
        let figure: String
        let value: Double
    }

    private func expected() throws -> [Line] {
        let url = try #require(
            Bundle.module.url(forResource: "table.expected", withExtension: nil, subdirectory: "Figures"))
        return String(decoding: try Data(contentsOf: url), as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t")
            guard parts.count == 3, let value = Double(parts[2]) else { return nil }
            return Line(column: String(parts[0]), figure: String(parts[1]), value: value)
        }
    }

    private func figure(_ name: String, of column: TableSummary.Column) -> Double? {
        switch name {
        case "rows": Double(column.rows)
        case "nulls": Double(column.special.nulls)
        case "distinct": column.distinct
        case "minimum": column.minimum
        case "maximum": column.maximum
        case "mean": column.mean
        case "deviation": column.standardDeviation
        case "skewness": column.skewness
        // Of moments there is no such count.
        case "zeros": Double(column.zeros ?? 0)
        case "top": column.frequent.items.first.map { Double($0.count) }
        case "rarest": column.frequent.items.last.map { Double($0.count) }
        default: Double(name.dropFirst()).flatMap { column.quantile($0) }
        }
    }
}
