import RealModule

/// How much more windows vary than their rows explain: by the weather, holidays, or whatever else a window's rows have in common.
///
/// The means of adjacent batches of windows differ by more than independent rows would make them. What changed once and stayed is
/// one difference, so the largest of a model's is left out, and the others stand for it. Batches of several windows show what lasts for a few of them.
/// Source: J. von Neumann, R. H. Kent, H. R. Bellinson and B. I. Hart, *The mean square successive difference*, 1941; batches:
/// G. Fishman, *Principles of discrete event simulation*, 1978.
package struct WindowSpread: Sendable, Hashable, Codable {
    /// The variance of means over that of means of independent rows, at least 1.
    package struct Effect: Sendable, Equatable {
        package let ratio: Double
        /// Of the estimate; infinite where windows are not surely more alike than rows.
        package let degreesOfFreedom: Double

        static let none = Effect(ratio: 1, degreesOfFreedom: .infinity)
    }

    private struct Batches: Hashable, Codable {
        let size: Int
        // Of earlier models, as ratios to the variance of their rows.
        var earlier = 0.0
        var earlierDifferences = 0.0
        var present = WindowLoss.none
        var windows = 0
        var former: WindowLoss?
        // Of all differences but the largest.
        var sum = 0.0
        var largest = 0.0
        var differences = 0.0

        mutating func observe(_ window: WindowLoss) {
            present = present + window
            windows += 1
            guard windows == size else { return }
            if let former { compare(former) }
            (former, present, windows) = (present, .none, 0)
        }

        private mutating func compare(_ former: WindowLoss) {
            let difference = present.mean - former.mean
            // Its mean is the variance of a row where all rows are independent.
            let term = difference * difference / (1 / present.rows + 1 / former.rows)
            guard (sum + term).isFinite else { return }
            sum += min(term, largest)
            largest = max(term, largest)
            differences += 1
        }

        func ratios(_ variance: Double) -> (sum: Double, count: Double) {
            guard differences >= WindowSpread.fewestOfModel else { return (earlier, earlierDifferences) }
            let share = (differences - 1) / (differences - Self.expectedLargest(of: differences))
            return (earlier + sum * share / variance, earlierDifferences + differences - 1)
        }

        // Of so many squares of normal variates. Source: P. Embrechts, C. Klüppelberg and T. Mikosch, *Modelling extremal
        // events*, 1997, table 3.4.4, of the gamma distribution.
        private static func expectedLargest(of count: Double) -> Double {
            2 * (Double.log(count) + WindowSpread.eulerGamma) - Double.log(Double.log(count) * Double.pi)
        }
    }

    // Adjacent differences have a window in common: of the variance they tell two thirds of what as many independent ones would.
    private static let efficiency = 2.0 / 3
    private static let fewestDifferences = 5.0
    // From three on what the largest of them is expected to be is right within a few hundredths.
    private static let fewestOfModel = 3.0
    private static let eulerGamma = 0.5772156649015329
    private static let significance = 0.001

    package private(set) var windows = 0.0
    private var batches = [1, 2, 5, 10, 20].map { Batches(size: $0) }

    package init() {}

    /// Takes the next window; one without rows does not count.
    package mutating func observe(_ window: WindowLoss) {
        guard window.rows > 0 else { return }
        windows += 1
        for index in batches.indices { batches[index].observe(window) }
    }

    /// What the next model is told of it.
    ///
    /// - Parameter variance: of the loss of a row.
    package func passedOn(variance: Double) -> WindowSpread {
        var next = WindowSpread()
        for (index, batch) in batches.enumerated() where variance > 0 {
            (next.batches[index].earlier, next.batches[index].earlierDifferences) = batch.ratios(variance)
        }
        return next
    }

    /// The largest over the sizes of batches for which it is surely above 1.
    ///
    /// - Parameter variance: of the loss of a row.
    package func effect(variance: Double) -> Effect {
        guard variance > 0 else { return .none }
        var most = Effect.none
        for (sum, count) in batches.map({ $0.ratios(variance) }) where count >= Self.fewestDifferences {
            let (ratio, freedom) = (sum / count, count * Self.efficiency)
            guard ratio > most.ratio, ratio.isFinite,
                ChiSquared(degreesOfFreedom: freedom).upper(ratio * freedom) < Self.significance
            else { continue }
            most = Effect(ratio: ratio, degreesOfFreedom: freedom)
        }
        return most
    }
}
