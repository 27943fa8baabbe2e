import MLOpsCalibration
import MLOpsStatistics
import Testing

/// G2 and G1 with day effects; scripts/calibrate does whole years.
@Suite struct `False alarms of many columns over time` {
    @Test(arguments: [10_000, 200]) func `are at most the declared ones, also against a small reference`(rows: Int) {
        var run = FamilyRun()
        (run.columns, run.referenceRows, run.looksPerYear) = (30, rows, 100)
        let alarms = (0..<3).map { run.falseAlarms(looks: 100, seed: 77 + $0) }.reduce(0, +)
        #expect(Band.isConsistent(alarms, withMeanAtMost: 3))
    }

    // Of the first six of scripts/calibrate, those whose reference is by chance the least like what it was drawn from.
    @Test func `a reference as small as a window, and three standard errors off, does not alarm again and again`() {
        var run = FamilyRun()
        (run.columns, run.referenceRows) = (20, 200)
        let declared = 700 / run.looksPerYear
        #expect(Band.isConsistent(run.falseAlarms(looks: 700, seed: 6), withMeanAtMost: declared))
        // A margin of two standard errors, which would do for a reference of twice the size.
        run.referenceMargin = 4 / 3.0
        #expect(!Band.isConsistent(run.falseAlarms(looks: 700, seed: 6), withMeanAtMost: declared))
    }

    @Test(arguments: [("stationary", 10, 2), ("correlated", 30, 6)] as [(String, Int, UInt64)])
    func `reference windows that vary less than others by chance do not alarm again and again`(
        course: String, windows: Int, seed: UInt64
    ) {
        var run = FamilyRun()
        (run.columns, run.baselineWindows, run.referenceRows, run.dayEffect) = (20, windows, 200 * windows, 0.1)
        if course == "correlated" { run.autocorrelation = 0.5 }
        let looks = course == "correlated" ? 3000 : 700
        let alarms = run.falseAlarms(looks: looks, seed: seed)
        #expect(Band.isConsistent(alarms, withMeanAtMost: Double(looks) / run.looksPerYear), "\(alarms)")
    }

    @Test(arguments: [10, 20]) func `a few windows of reference do not add to them`(windows: Int) {
        var run = FamilyRun()
        (run.columns, run.rows, run.looksPerYear) = (20, 200, 1000)
        (run.baselineWindows, run.referenceRows, run.dayEffect) = (windows, 200 * windows, 0.1)
        let alarms = (0..<16).map { run.falseAlarms(looks: 300, seed: 77 + $0) }
        // 4.8 are declared. Were the spread of so few windows taken as it is, these would be 7 and 5.
        #expect(alarms.reduce(0, +) <= 2, "\(alarms)")
    }

    @Test(arguments: ["location", "spread", "missing"]) func `windows with day effects are judged by windows`(
        effect: String
    ) {
        var simulation = DayEffects()
        simulation.rows = 500
        simulation.location = effect == "location" ? 0.1 : 0
        simulation.spread = effect == "spread" ? 0.1 : 0
        simulation.missing = effect == "missing" ? 0.3 : 0
        let tallies = simulation.run(rounds: 12, seed: 991)
        #expect(tallies.windows.isConsistent(0, 1.5), "\(tallies.windows.line)")
        if effect == "location" { #expect(!tallies.rows.isConsistent(0, 1.5), "rows alone would do") }
    }

    @Test(arguments: ["stationary", "correlated", "season", "lognormal"])
    func `windows of every usual course stay within the declared alarms`(course: String) {
        var run = FamilyRun()
        (run.columns, run.rows, run.looksPerYear) = (5, 200, 200)
        (run.baselineWindows, run.referenceRows, run.dayEffect) = (30, 6000, 0.1)
        if course == "correlated" { run.autocorrelation = 0.5 }
        if course == "season" { (run.season, run.baselineWindows) = (0.3, 48) }
        if course == "lognormal" { run.shape = .lognormal }
        let alarms = (0..<6).map { run.falseAlarms(looks: 200, seed: 177 + $0) }
        // As many as seeds are declared.
        #expect(alarms.reduce(0, +) <= alarms.count, "\(alarms)")
    }
}
