/// How many rows models lasted until they were no longer good enough.
package struct ModelLives: Sendable, Hashable {
    package private(set) var models = 0
    package private(set) var rows = 0.0

    // Of the gamma distribution of n; exact to 4 % for n = 1, to 1 % from 2 on.
    private static func median(_ n: Int) -> Double { Double(n) - 1.0 / 3 }

    package init() {}

    /// What is no positive number does not count.
    package init(_ lives: [Double]) {
        for life in lives { add(life) }
    }

    package mutating func add(_ life: Double) {
        guard life > 0, life.isFinite else { return }
        models += 1
        rows += life
    }

    /// The mean life, in rows, if the present model's ends now: as likely less than what it is as more.
    ///
    /// If they end by chance, n lives in units of their mean add up to a gamma variate of n. Of a single life, half as much again.
    /// Source: K. P. Choi, *On the medians of gamma distributions and an equation of Ramanujan*, 1994.
    /// - Parameter present: the life of the present model, in rows, at least 0.
    package func mean(with present: Double) -> Double { (rows + present) / Self.median(models + 1) }
}
