/// The judgement of a window by the drift monitor of one operand, with what the monitor remembers after it.
///
/// Both are committed together, so that a monitor that is restored goes on where its last recorded window ended.
package struct WindowJudgement: Hashable, Sendable {
    /// The path of the operand.
    package var operand: String
    package var window: DriftWindow
    /// Figures of every column, as JSON.
    package var figures: String
    /// The monitor's memory, as its statistics encode it.
    package var memory: [UInt8]

    package init(operand: String, window: DriftWindow, figures: String, memory: [UInt8]) {
        self.operand = operand
        self.window = window
        self.figures = figures
        self.memory = memory
    }
}
