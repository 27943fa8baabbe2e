/// The Page-Hinkley test: a cumulative sum of deviations from the running mean, with forgetting.
///
/// `threshold` is in the unit of the data, so it must be chosen for each stream. Source: E. Page, 1954; River 0.26.1.
package struct PageHinkley: StreamDetector {
    package enum Direction: Sendable { case up, down, both }

    private let minimumCount: Double
    private let delta: Double
    private let threshold: Double
    private let forgetting: Double
    private let direction: Direction
    private var mean = RunningMean()
    private var increase = (sum: 0.0, least: Double.infinity)
    private var decrease = (sum: 0.0, most: -1.0)

    package init(
        minimumCount: Int = 30, delta: Double = 0.005, threshold: Double = 50, forgetting: Double = 1 - 0.0001,
        direction: Direction = .both
    ) {
        self.minimumCount = Double(minimumCount)
        self.delta = delta
        self.threshold = threshold
        self.forgetting = forgetting
        self.direction = direction
    }

    package mutating func update(_ value: Double) -> Bool {
        mean.update(value)
        let deviation = value - mean.mean
        increase.sum = forgetting * increase.sum + deviation - delta
        decrease.sum = forgetting * decrease.sum + deviation + delta
        increase.least = min(increase.least, increase.sum)
        decrease.most = max(decrease.most, decrease.sum)
        guard mean.count >= minimumCount, isOver else { return false }
        mean = RunningMean()
        increase = (0, .infinity)
        decrease = (0, -1)
        return true
    }

    private var isOver: Bool {
        let isUp = increase.sum - increase.least > threshold
        let isDown = decrease.most - decrease.sum > threshold
        return switch direction {
        case .up: isUp
        case .down: isDown
        case .both: isUp || isDown
        }
    }
}
