import MLOpsStatistics
import RealModule

/// A world that moves away from a model, and what policies cost that say when to train another.
///
/// A model loses the base rate and as much more as the world has moved since it was trained, up to 0.4. A training takes some
/// windows, in which the old model goes on, costs κ, and its result is not quite as good as it might be. Of each model only
/// the losses on a test set are known, with their error. Where there is weather, the rows of a window have more or fewer losses
/// than the model makes, in common, for some windows; no training changes that, and it is not counted.
package struct StaleModels: Sendable {
    package enum Scenario: String, Sendable, CaseIterable { case quiet, abrupt, linear, small, mixed, blip }

    /// Given the losses of each window, says whether to train.
    package protocol Policy {
        /// A model was deployed; its losses on the test set.
        mutating func deploy(test: [Double])
        /// What no policy in use is told: how far the world has moved, and the mean loss of a row of the window that is judged next.
        mutating func peek(position: Double, mean: Double)
        mutating func isDue(_ losses: [Double]) -> Bool
    }

    package let scenario: Scenario
    package let cost: Double
    package var windows = 400
    package var rows = 200
    package var delay = 2
    package var imperfection = 0.004
    package var testRows = 2000
    /// The standard deviation of the logarithm of what a window's losses are multiplied by; 0: there is no weather.
    package var weather = 0.0
    // Of that logarithm in adjacent windows.
    private static let weatherCorrelation = 0.5
    package static let base = 0.1
    /// In how many windows the world jumps, where it does; two may fall together.
    static let jumps = 4

    package init(_ scenario: Scenario, cost: Double) { (self.scenario, self.cost) = (scenario, cost) }

    /// How far the world moves at each jump, and in every window.
    var law: (jump: Double, window: Double) {
        switch scenario {
        case .quiet, .blip: (0, 0)
        case .abrupt: (0.1, 0)
        case .small: (0.03, 0)
        case .linear: (0, 0.001)
        case .mixed: (0.07, 0.0003)
        }
    }

    /// What models are worse than they might be, on average.
    var meanFlaw: Double { imperfection * (2 / Double.pi).squareRoot() }

    /// How far the world has moved, window by window.
    func positions(_ random: inout Xoshiro256StarStar) -> [Double] {
        var position = 0.0
        var positions: [Double] = []
        let jumps = Set((0..<Self.jumps).map { _ in random.below(windows) })
        let blip = random.below(windows)
        for window in 0..<windows {
            position += (jumps.contains(window) ? law.jump : 0) + law.window
            positions.append(scenario == .blip && (blip..<blip + 4).contains(window) ? 0.2 : position)
        }
        return positions
    }

    static func excess(_ now: Double, _ then: Double) -> Double { min(0.4, abs(now - then)) }

    /// The excess losses and the trainings that a policy costs, and what hindsight pays.
    package func run(_ policy: some Policy, seed: UInt64) -> (cost: Double, trainings: Int, oracle: Double) {
        var random = Xoshiro256StarStar(seed: seed)
        let positions = positions(&random)
        var policy = policy
        var model = (at: 0.0, flaw: 0.0)
        var coming: (at: Double, due: Int)?
        policy.deploy(test: test(flaw: 0, &random))
        var (cost, trainings, sky) = (0.0, 0, weather > 0 ? random.normal() : 0)
        for window in 0..<windows {
            if let next = coming, next.due == window {
                model = (next.at, abs(imperfection * random.normal()))
                coming = nil
                policy.deploy(test: test(flaw: model.flaw, &random))
            }
            let rate = min(1, Self.base + model.flaw + Self.excess(positions[window], model.at))
            cost += (rate - Self.base) * Double(rows)
            let seen = rate * factor(&sky, &random)
            let losses = (0..<rows).map { _ in random.uniform() < seen ? 1.0 : 0 }
            policy.peek(position: positions[window], mean: rate)
            if coming == nil, policy.isDue(losses) {
                trainings += 1
                cost += self.cost
                coming = (positions[window], window + 1 + delay)
            }
        }
        return (cost, trainings, oracle(positions))
    }

    // Of mean 1, lognormal.
    private func factor(_ sky: inout Double, _ random: inout Xoshiro256StarStar) -> Double {
        guard weather > 0 else { return 1 }
        let kept = Self.weatherCorrelation
        sky = kept * sky + (1 - kept * kept).squareRoot() * random.normal()
        return Double.exp(weather * sky - weather * weather / 2)
    }

    private func test(flaw: Double, _ random: inout Xoshiro256StarStar) -> [Double] {
        (0..<testRows).map { _ in random.uniform() < Self.base + flaw ? 1 : 0 }
    }

    // The least that trainings with hindsight cost, by dynamic programming over when the model in use was trained; they take as
    // long, and their results have the mean flaw.
    private func oracle(_ positions: [Double]) -> Double {
        let flaw = meanFlaw
        // best[s]: the least cost from the window on in which a model trained at the end of window s is deployed.
        var best = [Double](repeating: 0, count: windows + 1)
        func costs(trainedAt at: Double, flaw: Double, from start: Int) -> Double {
            var (sum, least) = (0.0, Double.infinity)
            for window in start..<max(start, windows) {
                sum += (Self.excess(positions[window], at) + flaw) * Double(rows)
                // A training at the end of an earlier window, one at a time, is deployed after this one.
                let trained = window - delay
                if trained >= start { least = min(least, sum + cost + best[trained]) }
            }
            return min(least, sum)
        }
        for trained in stride(from: windows - 1, through: 0, by: -1) {
            best[trained] = costs(trainedAt: positions[trained], flaw: flaw, from: min(windows, trained + 1 + delay))
        }
        return costs(trainedAt: 0, flaw: 0, from: 0)
    }
}

extension StaleModels.Policy {
    package mutating func peek(position: Double, mean: Double) {}
}
