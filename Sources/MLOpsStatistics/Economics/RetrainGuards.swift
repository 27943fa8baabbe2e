/// What must hold before a retraining for harm starts, whatever the evidence.
package struct RetrainGuards: Sendable, Equatable, Codable {
    package enum Objection: Sendable, Equatable, Codable {
        /// So many rows with labels since the last training are missing.
        case rows(missing: Double)
        /// So many windows of the cooldown are left.
        case cooldown(windows: Int)
    }

    /// Rows with labels since the last training.
    package var minimumRows: Double
    /// Judged windows since the last deployment.
    package var cooldownWindows: Int

    /// - Parameter features: how many columns the model has; nil: not known.
    package init(features: Int? = nil, cooldownWindows: Int = 3) {
        minimumRows = max(1000, 10 * Double(features ?? 0))
        self.cooldownWindows = max(0, cooldownWindows)
    }

    /// Returns the first objection; nil: none.
    package func objection(rows: Double, windows: Int) -> Objection? {
        if rows < minimumRows { return .rows(missing: minimumRows - rows) }
        if windows < cooldownWindows { return .cooldown(windows: cooldownWindows - windows) }
        return nil
    }
}
