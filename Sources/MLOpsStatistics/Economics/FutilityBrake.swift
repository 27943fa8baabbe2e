/// Holds back retrainings for a cause that retraining does not mend.
///
/// Each one in a row whose candidate does not win its gate doubles how long the next has to wait.
package struct FutilityBrake: Sendable, Equatable, Codable {
    /// Candidates in a row that did not win.
    package private(set) var failures = 0
    /// Rows with labels since the last of them.
    package private(set) var rows = 0.0

    // 2^20 times the first wait is for ever.
    private static let most = 20

    package init() {}

    /// Says how the gate of a retraining for this cause ended; one that won frees the next.
    package mutating func finish(won: Bool) {
        failures = won ? 0 : min(Self.most, failures + 1)
        rows = 0
    }

    /// Says that so many more rows have labels.
    package mutating func observe(rows more: Double) { if more > 0, more.isFinite { rows += more } }

    /// How many rows the next retraining has still to wait for; 0: none.
    ///
    /// - Parameter first: how many it waits after one failure.
    package func waiting(first: Double) -> Double {
        guard failures > 0 else { return 0 }
        return max(0, first * Double(1 << (failures - 1)) - rows)
    }
}
