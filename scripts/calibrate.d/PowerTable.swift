import Dispatch
import MLOpsCalibration
import Synchronization

/// What a gate lets through, by how much better or worse the candidate truly is.
struct PowerTable {
    /// For candidates that are worse by the whole margin; for others a fifth of it.
    let trials: Int
    /// nil: all.
    let metric: String?
    let seed: UInt64

    private static let settings: [(metric: PromotionPower.Metric, margin: Double, isNested: Bool)] = [
        (.accuracy, 0.05, false), (.accuracy, 0.02, false), (.accuracy, 0.005, true), (.f1, 0.05, false),
        (.f1, 0.005, true), (.mae, 0.2, false), (.auc, 0.02, false),
    ]
    /// Candidates, by their difference in margins.
    private static let differences = [-1, -0.5, 0, 0.5]
    /// So many trials have a seed of their own, so that it does not matter how many are tried at once.
    private static let block = 50
    /// Of all settings, none should be called missed by chance.
    private static let chance = 1e-4

    /// - Returns: Whether in no setting more than 5 % pass that are worse by the margin.
    func print() -> Bool {
        Swift.print(
            """
            not_worse_than: champion lets pass, in %, of \(trials) candidates that truly are worse by the margin (and what \
            that is at most, at 95 %), and of those worse by 1/2, equal, better by 1/2; wanted of the first: at most 5
            """)
        var isGood = true
        for setting in Self.settings where metric == nil || metric == setting.metric.rawValue {
            for rows in [100, 200, 500, 1000, 2000] {
                let bands = Self.differences.map { difference in
                    band(
                        PromotionPower(
                            metric: setting.metric, rows: rows, margin: setting.margin, difference: difference,
                            isNested: setting.isNested), difference > -1 ? max(1, trials / 5) : trials)
                }
                let isInside = bands[0].isConsistent(withRateIn: 0...0.05, error: Self.chance)
                isGood = isGood && isInside
                let name = "\(setting.metric)\(setting.isNested ? ", nested errors" : ""), margin \(setting.margin)"
                let shares = bands.map { percent($0.ratio(to: 1)) }
                Swift.print(
                    "  \(name), \(rows) rows: \(shares[0]) (\(percent(bands[0].upperLimit)))  "
                        + shares.dropFirst().joined(separator: "  ") + verdict(isInside))
            }
        }
        return isGood
    }

    private func band(_ power: PromotionPower, _ trials: Int) -> Band {
        let sum = Mutex(Band(events: 0, trials: 0))
        let blocks = (trials + Self.block - 1) / Self.block
        DispatchQueue.concurrentPerform(iterations: blocks) { block in
            let count = min(Self.block, trials - block * Self.block)
            let found = power.run(trials: count, seed: seed &+ 7919 &* UInt64(block))
            sum.withLock { $0 = $0 + found }
        }
        return sum.withLock(\.self)
    }
}
