import MLOpsCalibration
import MLOpsStatistics

// decision-evaluation RUNS SEED: what policies of retraining cost over what hindsight pays, scenario by scenario.

let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let (runs, seed) = (max(2, arguments.first ?? 200), arguments.count > 1 ? arguments[1] : 1)
let costs = [300.0, 1000, 3000]
let scenarios: [StaleModels.Scenario] = [.abrupt, .linear, .small, .mixed]
let quiet: [StaleModels.Scenario] = [.quiet, .blip]
/// How much windows vary in common with their rows, as a share; and the price of a training then.
let weathers = [0.3, 0.6]
let weatherCost = 1000.0

typealias Making = @Sendable (StaleModels) -> any StaleModels.Policy

func alarms(_ detector: some StreamDetector & Sendable) -> Making { { _ in AlarmPolicy(detector) } }

// Ours; the same rule without noise, and the best that may be done before the future is known; ours without its parts; others.
let policies: [(name: String, policy: Making)] =
    [
        ("ours", { EconomicPolicy(cost: $0.cost) }),
        ("ours, rates known", { EconomicPolicy(cost: $0.cost, needsProof: false, knowsRates: true) }),
        ("all but the future", { InformedPolicy($0) }),
        ("ours without proof", { EconomicPolicy(cost: $0.cost, needsProof: false) }),
        ("ours without price", { _ in ProofPolicy() }),
        ("ADWIN", alarms(ADWIN())), ("HDDM_A", alarms(HDDMA())), ("DDM", alarms(DDM())),
        ("Page-Hinkley", alarms(PageHinkley())),
    ] + [5, 10, 20, 40, 80, 160].map { period in ("every \(period) windows", { _ in PeriodPolicy(period) }) }
    + [("never", { _ in PeriodPolicy(0) }), ("always", { _ in PeriodPolicy(1) })]

func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.count)) }
func rounded(_ value: Double, _ digits: Int = 2) -> String {
    let unit = (0..<digits).reduce(1.0) { unit, _ in unit * 10 }
    return "\((value * unit).rounded() / unit)"
}

/// What is counted of each run, over what hindsight pays or over one.
struct Shares {
    private var runs: [(part: Double, whole: Double)] = []
    private var sum = (part: 0.0, whole: 0.0)

    mutating func add(_ part: Double, of whole: Double) {
        runs.append((part, whole))
        sum = (sum.part + part, sum.whole + whole)
    }

    /// - Parameter run: the one that is left out; nil: none.
    func share(without run: Int? = nil) -> Double {
        guard let run else { return sum.part / sum.whole }
        return (sum.part - runs[run].part) / (sum.whole - runs[run].whole)
    }
}

/// A figure that is to be at most so much.
struct Goal {
    let value: Double
    let error: Double
    let most: Double

    /// - Parameter figure: what comes of all runs but one; runs of one number have their chance in common in all cells.
    ///
    /// Source of the error: J. W. Tukey, *Bias and confidence in not-quite large samples*, 1958.
    init(atMost most: Double, _ figure: (_ without: Int?) -> Double) {
        self.most = most
        value = figure(nil)
        let others = (0..<runs).map { figure($0) }
        let mean = others.reduce(0, +) / Double(runs)
        error = (others.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * Double(runs - 1) / Double(runs)).squareRoot()
    }

    /// By more than chance: no more than one in forty would be said to be by it alone.
    var isMissed: Bool { value - 1.96 * error > most }
    var text: String {
        "\(rounded(value, 3)) ±\(rounded(error, 3)) (wanted: \(rounded(most)))\(isMissed ? "  MISSED" : "")"
    }
}

func world(_ scenario: StaleModels.Scenario, _ cost: Double, _ weather: Double) -> StaleModels {
    var world = StaleModels(scenario, cost: cost)
    world.weather = weather
    return world
}

/// The trainings of quiet runs.
func trainings(
    _ scenario: StaleModels.Scenario, costs: [Double] = costs, weather: Double = 0, _ making: Making
) -> Shares {
    var counts = [Double](repeating: 0, count: runs)
    for cost in costs {
        let world = world(scenario, cost, weather)
        let policy = making(world)
        for run in 0..<runs { counts[run] += Double(world.run(policy, seed: UInt64(seed * 200_000 + run)).trainings) }
    }
    var shares = Shares()
    for count in counts { shares.add(count, of: Double(costs.count)) }
    return shares
}

func cell(_ scenario: StaleModels.Scenario, cost: Double, weather: Double = 0, _ making: Making) -> Shares {
    let world = world(scenario, cost, weather)
    let policy = making(world)
    var shares = Shares()
    for run in 0..<runs {
        let result = world.run(policy, seed: UInt64(seed * 100_000 + run))
        shares.add(result.cost, of: result.oracle)
    }
    return shares
}

print(
    "cost over what hindsight pays, \(runs) runs of 400 windows of 200 rows; trainings of quiet runs; κ 300, 1000, 3000"
)
print(padded("", 22) + scenarios.map { padded($0.rawValue, 20) }.joined() + "mean  worst  quiet trainings  with a blip")
var goals: [(name: String, goal: Goal)] = []
for (index, named) in policies.enumerated() {
    let grid = scenarios.map { scenario in costs.map { cell(scenario, cost: $0, named.policy) } }
    let counts = quiet.map { trainings($0, named.policy) }
    let cells = grid.map { cell in padded(cell.map { rounded($0.share()) }.joined(separator: "/"), 20) }
    let all = grid.flatMap { $0 }
    func mean(_ without: Int?) -> Double { all.reduce(0) { $0 + $1.share(without: without) } / Double(all.count) }
    func worst(_ without: Int?) -> Double { all.reduce(0) { max($0, $1.share(without: without)) } }
    if index == 0 {
        goals = [
            ("mean", Goal(atMost: 1.25, mean)), ("worst cell", Goal(atMost: 1.6, worst)),
            ("trainings of quiet runs", Goal(atMost: 0.1) { counts[0].share(without: $0) }),
        ]
    }
    let tail = [
        padded(rounded(mean(nil)), 6), padded(rounded(worst(nil)), 7), padded(rounded(counts[0].share()), 17),
        rounded(counts[1].share()),
    ]
    print(padded(named.name, 22) + cells.joined() + tail.joined())
}
print("G6, with standard errors over runs; missed is what is above by more than chance")
for (name, goal) in goals { print("  \(name) \(goal.text)") }

// Not part of G6, whose windows differ by chance alone.
print("the same where windows vary by themselves, by 30 and by 60 %; κ \(Int(weatherCost))")
print(padded("", 22) + scenarios.map { padded($0.rawValue, 14) }.joined() + "mean          quiet trainings")
for named in policies {
    let grid = weathers.map { weather in
        scenarios.map { cell($0, cost: weatherCost, weather: weather, named.policy).share() }
    }
    let cells = scenarios.indices.map { column in padded(grid.map { rounded($0[column]) }.joined(separator: "/"), 14) }
    let means = grid.map { rounded($0.reduce(0, +) / Double($0.count)) }.joined(separator: "/")
    let counts = weathers.map {
        rounded(trainings(.quiet, costs: [weatherCost], weather: $0, named.policy).share())
    }
    print(padded(named.name, 22) + cells.joined() + padded(means, 14) + counts.joined(separator: "/"))
}
