/// How much more windows vary than their rows explain: by the weather, holidays, or whatever else a window's rows have in common.
///
/// The means of adjacent batches of windows differ by more than independent rows would make them; batches of several windows show
/// what lasts for a few of them. What the models before showed counts as well.
///
/// Source: J. von Neumann, R. H. Kent, H. R. Bellinson and B. I. Hart, *The mean square successive difference*, 1941; batches:
/// G. Fishman, *Principles of discrete event simulation*, 1978.
package struct WindowSpread: Sendable, Equatable, Codable {
    /// Of the means of windows.
    package struct Effect: Sendable, Equatable {
        /// Their variance over that of means of independent rows, at least 1.
        package let ratio: Double
        /// Of that estimate.
        package let degreesOfFreedom: Double
    }

    package private(set) var windows = 0.0
    private var rows = 0.0
    // Of rows about the mean of their window.
    private var squares = 0.0
    private var freedom = 0.0
    // Of a window of the models before; 0: there were none.
    private var earlierRows = 0.0
    private var batches = [1, 2, 5, 10, 20].map { BatchDifferences(size: $0) }

    private static let fewestDifferences = 5.0
    private static let significance = 0.001
    // Where nothing is known yet.
    private static let leastFreedom = 3.0

    package init() {}

    /// Takes the next window; one without rows does not count.
    package mutating func observe(_ window: WindowLoss) {
        guard window.rows > 0 else { return }
        windows += 1
        rows += window.rows
        let about = window.squares - window.total * window.mean
        if about.isFinite, (squares + about).isFinite {
            squares += max(0, about)
            freedom += window.rows - 1
        }
        for index in batches.indices { batches[index].observe(window) }
    }

    /// The variance of the loss of a row in its window; nil: it is not known.
    package var variance: Double? { squares > 0 && freedom > 0 ? squares / freedom : nil }

    /// What the next model is told of it.
    package var passedOn: WindowSpread {
        var next = WindowSpread()
        for index in batches.indices {
            next.batches[index].earlier = batches[index].ratios(variance: variance, scale: earlierScale)
        }
        next.earlierRows = windows > 0 ? rows / windows : earlierRows
        return next
    }

    /// The largest over the sizes of batches for which it is surely above 1.
    package var effect: Effect {
        let ratios = batches.map { $0.ratios(variance: variance, scale: earlierScale) }
        var most = Effect(ratio: 1, degreesOfFreedom: max(Self.leastFreedom, ratios.first?.degreesOfFreedom ?? 0))
        for ratio in ratios where ratio.count >= Self.fewestDifferences && ratio.mean > most.ratio {
            let freedom = ratio.degreesOfFreedom
            guard ChiSquared(degreesOfFreedom: freedom).upper(ratio.mean * freedom) < Self.significance else {
                continue
            }
            most = Effect(ratio: ratio.mean, degreesOfFreedom: freedom)
        }
        return most
    }

    // What rows have in common tells the more, the more of them a window has.
    private var earlierScale: Double { windows > 0 && earlierRows > 0 ? rows / windows / earlierRows : 1 }
}
