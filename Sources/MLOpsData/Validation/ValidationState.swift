package import MLOpsStatistics

/// What one worker has seen of a file that is held against a schema; also beside other work in the same pass.
package struct ValidationState: Sendable {
    private var checker: RowChecker

    /// - Parameter table: the file's columns as they are read.
    package init(schema: DataSchema, table: TableSchema, context: ValidationContext) {
        checker = RowChecker(
            schema: schema, columns: table.columns.map { (name: $0.name, type: SchemaType($0.type)) },
            now: context.now, wallOffset: context.wallOffset)
    }

    package mutating func add(_ batch: ColumnBatch) {
        checker.begin(firstRow: Int(batch.firstRow), rowCount: batch.rowCount)
        for index in batch.columns.indices { batch.withCells(index) { checker.add($0, column: index) } }
        for (index, columns) in checker.comparedColumns.enumerated() {
            guard let columns else { continue }
            batch.withCells(columns.left) { left in
                batch.withCells(columns.right) { right in checker.compare(index, left, right) }
            }
        }
        checker.end()
    }

    /// Takes what another worker saw of the same file.
    package mutating func merge(_ other: ValidationState) { checker.merge(other.checker) }

    /// What was seen, with what the reader alone knows of cells and rows that it could not read.
    ///
    /// - Parameter written: what the cells of each column look like to a reader that knows no schema.
    package func facts(_ report: ReadReport, written: TableSchema?) -> TableFacts {
        var facts = checker.facts
        for index in facts.columns.indices where index < report.invalid.count {
            facts.columns[index].invalid = Tally(report.invalid[index])
            facts.columns[index].written = written?.index(of: facts.columns[index].name).flatMap { place in
                written.map { SchemaType($0.columns[place].type) }
            }
        }
        for rows in [report.shortRows, report.longRows, report.malformedRows] { facts.malformed.merge(Tally(rows)) }
        return facts
    }
}

extension Tally {
    fileprivate init(_ findings: Findings) {
        self.init(
            count: Int(findings.count),
            examples: findings.examples.map { RowExample(row: Int($0.row) + 1, value: $0.text) })
    }
}
