/// What share of predictions is labelled after which time.
package struct DelayCurve: Sendable, Equatable {
    /// Rising times in seconds with the share labelled by then.
    package struct Point: Sendable, Equatable {
        package let seconds: Double
        package let share: Double
    }

    package let points: [Point]
    /// Predictions, and how many of them are labelled.
    package let count: Int
    package let labelled: Int

    package var median: Double? { quantile(0.5) }

    /// The first time by which a share `q` is labelled, in seconds; nil when so many never were.
    package func quantile(_ q: Double) -> Double? { points.first { $0.share >= q }?.seconds }

    /// What share is labelled so many seconds after the prediction.
    package func share(labelledWithin seconds: Double) -> Double {
        points.last { $0.seconds <= seconds }?.share ?? 0
    }
}

extension DelayCurve {
    /// The product-limit estimate of delays of which some are only known to be longer (Kaplan and Meier, 1958).
    static func censored(_ delays: DelayCells, waiting: DelayCells) -> DelayCurve {
        let (total, censored) = (delays.total + waiting.total, waiting.sorted)
        var (atRisk, next, survival, points) = (total, 0, 1.0, [Point]())
        for (key, count) in delays.sorted {
            // One that is censored in the cell of an event was still at risk.
            while next < censored.count, censored[next].key < key {
                atRisk -= censored[next].count
                next += 1
            }
            survival *= 1 - Double(count) / Double(atRisk)
            atRisk -= count
            points.append(Point(seconds: DelayCells.seconds(key), share: 1 - survival))
        }
        return DelayCurve(points: points, count: total, labelled: delays.total)
    }

    /// The product-limit estimate of delays of which each is seen only when it is no longer than an age of its own, in
    /// reversed time (Lagakos, Barraj and De Gruttola, *Biometrika* 75:515, 1988): the share of those that are labelled
    /// within the greatest age at all.
    static func truncated(_ delays: DelayCells, ages: DelayCells) -> DelayCurve {
        let (events, limits) = (Array(delays.sorted.reversed()), Array(ages.sorted.reversed()))
        // For each time, from the longest on: rows whose delay is no longer, and whose age no shorter.
        var (notLonger, oldEnough, next, share, points) = (delays.total, 0, 0, 1.0, [Point]())
        for (key, count) in events {
            while next < limits.count, limits[next].key >= key {
                oldEnough += limits[next].count
                next += 1
            }
            points.append(Point(seconds: DelayCells.seconds(key), share: share))
            // Those too young were labelled even sooner.
            let atRisk = notLonger - (ages.total - oldEnough)
            share *= atRisk > 0 ? max(0, 1 - Double(count) / Double(atRisk)) : 1
            notLonger -= count
        }
        return DelayCurve(points: points.reversed(), count: delays.total, labelled: delays.total)
    }
}
