/// Proof that losses have grown.
package struct HarmAlarm: Sendable, Equatable, Codable {
    /// The row at which the proof was complete, counted from 0 over all rows that the detector was given.
    package let row: Int
    /// The row at which the losses probably began to grow: the most likely one, exact to about an eighth of the distance.
    package let change: Int
    /// The mean loss that was usual.
    package let baseline: Double
    /// The mean loss since the change; extremes count as the reference's 0.1 and 99.9 % quantiles.
    package let mean: Double
    /// ln M; at least ln A.
    package let logStatistic: Double
}
