/// Files of one dataset that were compared together with the training data of the champion, and what came out.
package struct DriftWindow: Hashable, Sendable, Codable {
    package var dataset: DatasetName
    /// The dataset's sequence numbers of the first and the last file.
    package var firstSequence: Int64
    package var lastSequence: Int64
    package var files: Int64
    package var rows: Int64
    /// The champion whose training data are the reference.
    package var reference: ModelVersionID
    package var state: DriftStatus.State
    /// Whether the evidence reached what an alarm needs.
    package var isAlarm: Bool
    /// Evidence for drift as a share of what an alarm needs, on a logarithmic scale; 1 is an alarm.
    package var strength: Double
    /// The columns that an alarm is due to, the strongest first; of others the strongest.
    package var columns: [String]
    package var isCalibrating: Bool

    package init(
        dataset: DatasetName, firstSequence: Int64, lastSequence: Int64, files: Int64, rows: Int64,
        reference: ModelVersionID, state: DriftStatus.State, isAlarm: Bool, strength: Double, columns: [String],
        isCalibrating: Bool
    ) {
        self.dataset = dataset
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.files = files
        self.rows = rows
        self.reference = reference
        self.state = state
        self.isAlarm = isAlarm
        self.strength = strength
        self.columns = columns
        self.isCalibrating = isCalibrating
    }
}
