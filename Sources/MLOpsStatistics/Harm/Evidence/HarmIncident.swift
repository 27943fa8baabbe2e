/// Watches whether losses are back after harm, or grow further.
///
/// They are back when it is proven that their mean is no longer half as much above the usual one as it was; and harm that grows
/// beyond what it was when it was found is found again.
struct HarmIncident: Sendable, Equatable {
    enum Course: Sendable, Equatable { case lasts, ends, grows }

    /// What is usual meanwhile.
    let rate: UsualRate
    private let half: Double
    private var recovery: BetMixture
    private var growth: BetMixture

    // Harm that lasts is called over so rarely, in rows, even where it is but half of what it seemed.
    private static let level = 1000.0

    /// - Parameters:
    ///   - rate: the mean since the change, of so many rows.
    ///   - level: A.
    init(_ rate: UsualRate, after usual: UsualRate, level: Double) {
        self.init(rate, half: (rate.mean + usual.mean) / 2, level: level)
    }

    private init(_ rate: UsualRate, half: Double, level: Double) {
        self.rate = rate
        self.half = half
        recovery = UsualRate(known: half, dispersion: rate.dispersion, design: rate.design)
            .fall(bets: 4, level: Self.level)
        // What it was when it was found is the mean of a few rows; what came of it later is more of it.
        growth = rate.growth(bets: 8, level: level, learns: false)
    }

    /// Takes a position on the scale of losses.
    mutating func observe(_ position: Double) -> Course {
        let isBack = recovery.update(1 - position)
        if growth.update(position), growth.statistic >= 1 { return .grows }
        return isBack ? .ends : .lasts
    }

    func write(to writer: inout ByteWriter) {
        rate.write(to: &writer)
        writer.write(half)
        recovery.write(to: &writer)
        growth.write(to: &writer)
    }

    init(_ reader: inout ByteReader, level: Double) throws(MalformedProfile) {
        let rate = try UsualRate(&reader)
        let half = try reader.double()
        guard (0...1).contains(half) else { throw reader.malformed("a mean loss") }
        self.init(rate, half: half, level: level)
        try recovery.read(&reader)
        try growth.read(&reader)
    }
}
