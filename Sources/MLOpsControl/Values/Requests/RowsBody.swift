/// The body of `POST /v1/pipelines/{name}/predictions` and of `…/labels`: rows as they would stand in a file of JSON Lines.
package struct RowsBody: Codable, Sendable, Hashable {
    /// Each with the columns that the pipeline's `predictions` names; others are left out.
    package var rows: [[String: CellValue]]

    package init(rows: [[String: CellValue]]) { self.rows = rows }
}
