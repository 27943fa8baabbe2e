import RealModule

/// How far apart windows of the reference are from each other: what a new window must exceed to be news.
///
/// Row-level tests take rows for independent; with day effects or seasons they are not, and only whole windows can be
/// compared. Distances of reference windows leave the window itself out, and the limit is a prediction limit of one more.
package struct WindowNull: Sendable, Equatable, Codable {
    /// ln of each reference window's distance to the rest of the reference.
    package private(set) var logDistances: [Double]

    package static let minimumWindows = 10
    private static let enoughForRanks = 100

    package init(logDistances: [Double]) { self.logDistances = logDistances.filter(\.isFinite) }

    /// ln(d + ½·k/nₑ): the distance, kept from zero by what noise alone makes of k cells.
    package static func logDistance(_ evidence: RowEvidence) -> Double {
        Double.log(evidence.stabilityIndex + 0.5 * Double(evidence.cells) / max(evidence.effectiveSize, 1e-9))
    }

    package var isUsable: Bool { logDistances.count >= Self.minimumWindows }

    /// Returns P(a reference window is as far as this one); nil with fewer than ten windows.
    ///
    /// T = (z−z̄)/(s·√(1+1/H)) on t with H−1 degrees of freedom; from a hundred windows on the rank (1+#{≥})/(H+1).
    package func p(logDistance z: Double) -> Double? {
        guard isUsable, z.isFinite else { return nil }
        let count = Double(logDistances.count)
        if logDistances.count >= Self.enoughForRanks {
            return Double(1 + logDistances.count { $0 >= z }) / (count + 1)
        }
        let moments = logDistances.withUnsafeBufferPointer { Moments($0) }
        guard let deviation = moments.standardDeviation, deviation > 0 else { return z > moments.mean ? nil : 1 }
        let t = (z - moments.mean) / (deviation * (1 + 1 / count).squareRoot())
        return StudentT(degreesOfFreedom: count - 1).upper(t)
    }
}
