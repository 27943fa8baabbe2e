/// A window whose losses a test has taken in.
package struct TestedWindow: Hashable, Sendable {
    package var start: Int64
    /// Of the window's rows, as they were then.
    package var revision: Int64
    /// Rows that the test has taken in up to its end.
    package var rows: Int64
    /// Whether all that the test remembered then is kept.
    package var keepsState: Bool

    package init(start: Int64, revision: Int64, rows: Int64, keepsState: Bool = true) {
        self.start = start
        self.revision = revision
        self.rows = rows
        self.keepsState = keepsState
    }
}
