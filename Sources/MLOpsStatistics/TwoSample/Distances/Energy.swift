/// The energy distance √(2·∫(F̂−Ĝ)²dx), as scipy's `energy_distance` normalises it (Székely and Rizzo, 2013).
package enum Energy {
    /// Returns the distance between two samples on ascending `positions`, one for each column of the table.
    ///
    /// nil when a sample is empty or the distance is not a finite number.
    package static func distance(_ table: CountTable, positions: [Double]) -> Double? {
        DistributionGap.integral(table, positions: positions) { $0 * $0 }.map { (2 * $0).squareRoot() }
    }
}
