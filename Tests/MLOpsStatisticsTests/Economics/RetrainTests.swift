import MLOpsCalibration
import MLOpsStatistics
import Testing

@Suite struct `The decision to retrain` {
    // With little noise: the loss grows by 0.001 a window, so that R = κ after √(2κ) windows, κ in a thousandth of a window.
    private static func windows(ofSteadyDeclineFor cost: Double, lives: ModelLives) -> Int {
        var ledger = RetrainLedger(baseline: 0.1, baselineError: 0)
        var windows = 0
        while !ledger.verdict(cost: cost, lives: lives).isWorthIt, windows < 1000 {
            windows += 1
            let errors = 10_000 + 100 * Double(windows)
            ledger.observe(WindowLoss(rows: 1e5, total: errors, squares: errors))
        }
        return windows
    }

    @Test func `pays for a steady decline when the loss since has reached the price`() {
        // Of a single model it is not known how long models last: 1.5 a·r − R = κ, after √κ windows.
        // Some more, since batches that lie apart by a trend could be weather as well.
        #expect((68...82).contains(Self.windows(ofSteadyDeclineFor: 500_000, lives: ModelLives())))
        var lives = ModelLives()
        for _ in 0..<20 { lives.add(1e5 * Double(Self.windows(ofSteadyDeclineFor: 500_000, lives: lives))) }
        #expect((93...107).contains(Self.windows(ofSteadyDeclineFor: 500_000, lives: lives)))
    }

    @Test func `counts what is saved for as long as models last on average`() {
        var ledger = RetrainLedger(baseline: 0.1, baselineError: 0.001)
        for window in 0..<44 { ledger.observe(WindowLoss(rows: 200, errors: window < 40 ? 20 : 30)) }
        let (rate, lost) = (ledger.verdict(cost: 1).rate, ledger.verdict(cost: 1).lost)
        for lives in [ModelLives(), ModelLives([10_000]), ModelLives([400, 800, 1200])] {
            let life = (lives.rows + 8800) / (Double(lives.models) + 2.0 / 3)
            let verdict = ledger.verdict(cost: 1, lives: lives)
            #expect(verdict.lasting > 0.8)
            #expect(abs(verdict.worth - verdict.lasting * (rate * life - lost)) < 1e-9)
        }
        #expect(ModelLives([.nan, -1, 0, .infinity]) == ModelLives())
    }

    @Test func `is at once after a step that the past says will last, and never for a price above it`() {
        var ledger = RetrainLedger(baseline: 0.1, baselineError: 0.001)
        for window in 0..<104 { ledger.observe(WindowLoss(rows: 200, errors: window < 100 ? 20 : 40)) }
        #expect(ledger.verdict(cost: 300).isWorthIt)
        #expect(!ledger.verdict(cost: 1e6).isWorthIt)
        #expect(ledger.verdict(cost: 300).rate > 0.05)
    }

    @Test func `costs little more than hindsight, and is rare when nothing happens`() {
        var (paid, least) = (0.0, 0.0)
        for scenario in [StaleModels.Scenario.abrupt, .linear, .mixed] {
            for run in 0..<6 {
                let world = StaleModels(scenario, cost: 1000)
                let result = world.run(EconomicPolicy(cost: 1000), seed: UInt64(run) + 7)
                paid += result.cost
                least += result.oracle
            }
        }
        #expect(paid / least < 1.35, "\(paid / least)")
        #expect(paid / least > 1)
        let trainings = (0..<10).map {
            StaleModels(.quiet, cost: 300).run(EconomicPolicy(cost: 300), seed: UInt64($0)).trainings
        }
        #expect(Band.isConsistent(trainings.reduce(0, +), withMeanAtMost: 1))
    }

    @Test
    func `costs more than of one who knows all but the future, and that is hindsight where nothing is left to chance`()
    {
        var steady = StaleModels(.linear, cost: 1000)
        steady.imperfection = 0
        let certain = steady.run(InformedPolicy(steady), seed: 1)
        #expect(certain.trainings == 3 && abs(certain.cost - certain.oracle) < 1e-6 * certain.oracle)
        let world = StaleModels(.abrupt, cost: 1000)
        let informed = InformedPolicy(world)
        var (ours, best, least) = (0.0, 0.0, 0.0)
        for seed in 0..<20 {
            ours += world.run(EconomicPolicy(cost: 1000), seed: UInt64(seed)).cost
            let result = world.run(informed, seed: UInt64(seed))
            best += result.cost
            least += result.oracle
        }
        #expect(least < best && best < ours, "\(least) \(best) \(ours)")
    }

    // The errors of two hundred rows: days vary by themselves, then three bad ones come.
    private static func worth(
        ofBadDaysAfter days: [Int], spread: WindowSpread = WindowSpread(), cost: Double = 500
    ) -> RetrainLedger.Verdict {
        var ledger = RetrainLedger(baseline: 0.1, baselineError: 0.001, spread: spread)
        for errors in days + [45, 50, 40] { ledger.observe(WindowLoss(rows: 200, errors: errors)) }
        return ledger.verdict(cost: cost)
    }

    private static let steadyDays = (0..<42).map { [17, 22, 20, 21, 18, 23, 19][$0 % 7] }
    private static let changingDays = (0..<42).map { [8, 5, 38, 41, 12, 6, 30][$0 % 7] }

    @Test func `counts bad days as a change where days do not vary, and as weather where there were such days before`()
    {
        let (steady, changing) = (
            Self.worth(ofBadDaysAfter: Self.steadyDays), Self.worth(ofBadDaysAfter: Self.changingDays)
        )
        #expect(steady.lasting > 0.99 && steady.isWorthIt, "\(steady)")
        #expect(changing.lasting < 0.3 && !changing.isWorthIt, "\(changing)")
        #expect(changing.surelyLost < steady.surelyLost)
    }

    @Test func `is told by the model before how days vary`() {
        var spread = WindowSpread()
        for errors in Self.changingDays { spread.observe(WindowLoss(rows: 200, errors: errors)) }
        let young = Array(repeating: 20, count: 6)
        #expect(Self.worth(ofBadDaysAfter: young, cost: 150).isWorthIt)
        #expect(!Self.worth(ofBadDaysAfter: young, spread: spread.passedOn, cost: 150).isWorthIt)
    }

    @Test func `is rare in weather, which no training mends`() {
        var world = StaleModels(.quiet, cost: 1000)
        world.weather = 0.3
        let (ours, proofs) = (0..<10).reduce((0, 0)) { sum, seed in
            (
                sum.0 + world.run(EconomicPolicy(cost: 1000), seed: UInt64(seed)).trainings,
                sum.1 + world.run(ProofPolicy(), seed: UInt64(seed)).trainings
            )
        }
        #expect(ours <= 15 && proofs >= 50, "\(ours) \(proofs)")
    }

    @Test func `says nothing of windows without rows or of numbers that are none`() {
        var ledger = RetrainLedger(baseline: .nan, baselineError: .infinity)
        ledger.observe(WindowLoss(rows: 0, total: 0, squares: 0))
        ledger.observe(WindowLoss(rows: 10, total: .nan, squares: 1))
        ledger.observe(WindowLoss(rows: .infinity, total: 1, squares: 1))
        let verdict = ledger.verdict(cost: 1)
        #expect(verdict.worth == 0 && verdict.lost == 0 && !verdict.isWorthIt)
    }

    @Test func `waits for rows and for windows`() {
        let guards = RetrainGuards(features: 200)
        #expect(guards.objection(rows: 1500, windows: 9) == .rows(missing: 500))
        #expect(guards.objection(rows: 2000, windows: 1) == .cooldown(windows: 2))
        #expect(guards.objection(rows: 2000, windows: 3) == nil)
    }
}
