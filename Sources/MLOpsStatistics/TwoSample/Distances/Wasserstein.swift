/// The Wasserstein-1 (earth mover's) distance ∫|F̂−Ĝ|dx, in the unit of the values.
package enum Wasserstein {
    /// Returns the distance between two samples on ascending `positions`, one for each column of the table.
    ///
    /// nil when a sample is empty or the distance is not a finite number.
    package static func distance(_ table: CountTable, positions: [Double]) -> Double? {
        DistributionGap.integral(table, positions: positions) { abs($0) }
    }
}
