/// What a user may choose about watching for drift; the defaults are measured, see scripts/calibrate.
package struct DriftSettings: Sendable, Equatable, Codable {
    package struct Column: Sendable, Equatable, Codable {
        /// How much of the evidence counts, relative to the other columns; 0 leaves the column out.
        package var weight: Double
        package var gate: EffectGate

        package init(weight: Double = 1, gate: EffectGate = EffectGate()) { (self.weight, self.gate) = (weight, gate) }
    }

    package var budget: FalseAlarmBudget
    /// In the order of the reference.
    package var columns: [Column]
    /// How many rows are worth one independent row, while there are too few reference windows to know.
    package var designEffect: Double
    /// By how many standard errors the reference may be off, 1.5 times as many when it is as small as the window and fewer
    /// when it is large; what that could explain is no evidence.
    ///
    /// Every window is compared with the same reference, whose own error would otherwise look like drift in each of them.
    package var referenceMargin: Double
    /// How many windows in a row must be calm before `suspect` ends.
    package var calmWindows: Int

    package init(
        budget: FalseAlarmBudget, columns: [Column], designEffect: Double = 1, referenceMargin: Double = 2,
        calmWindows: Int = 3
    ) {
        self.budget = budget
        self.columns = columns
        self.designEffect = designEffect
        self.referenceMargin = referenceMargin
        self.calmWindows = calmWindows
    }
}
