import MLOpsStatistics

/// A table of independent normal columns that is watched window by window.
struct MonitoredTable {
    let columns: Int
    let rows: Int
    /// Standard deviation of what all rows of a window have in common, for each column.
    var dayEffect = 0.0
    private var random: Xoshiro256StarStar
    private(set) var reference: ReferenceProfile

    init(columns: Int, rows: Int, referenceRows: Int, seed: UInt64, dayEffect: Double = 0) {
        self.columns = columns
        self.rows = rows
        self.dayEffect = dayEffect
        var random = Xoshiro256StarStar(seed: seed)
        let profiles = (0..<columns).map { index in
            let values = (0..<referenceRows).map { _ in random.normal() }
            return ReferenceProfile.Column(name: "x\(index)", profile: .numeric(SimulatedColumn.reference(values)))
        }
        reference = ReferenceProfile(columns: profiles)
        self.random = random
    }

    /// One more window; the first `shifted` columns lie `shift` standard deviations higher.
    mutating func window(shift: Double = 0, shifted: Int = 0) -> WindowProfile {
        var window = reference.emptyWindow
        for index in 0..<columns {
            let level = (index < shifted ? shift : 0) + (dayEffect > 0 ? dayEffect * random.normal() : 0)
            window.withColumn(index) { column in
                guard case .numeric(var profile) = column else { return }
                profile.add((0..<rows).map { _ in random.normal() + level })
                column = .numeric(profile)
            }
        }
        return window
    }
}
