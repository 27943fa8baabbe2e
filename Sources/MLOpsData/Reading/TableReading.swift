/// What came of reading a file.
package struct TableReading<State: Sendable>: Sendable {
    /// One for each worker that read; which rows went to which differs from run to run.
    package var states: [State]
    package var report: ReadReport
}
