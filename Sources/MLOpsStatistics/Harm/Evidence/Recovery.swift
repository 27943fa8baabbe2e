/// Watches losses after harm: are they back?
///
/// They are when it is proven that their mean is no longer half as much above the usual one as it was.
struct Recovery: Sendable, Equatable {
    private let half: Double
    private var bets: BetMixture

    // Harm that lasts is called over so rarely, in rows, even where it is but half of what it seemed.
    private static let level = 1000.0

    init(from mean: Double, to usual: UsualRate) { self.init(half: (mean + usual.mean) / 2, usual) }

    private init(half: Double, _ usual: UsualRate) {
        self.half = half
        let rate = UsualRate(known: half, dispersion: usual.dispersion, design: usual.design)
        bets = rate.fall(bets: 4, level: Self.level)
    }

    /// Takes a position on the scale of losses; returns whether they are back.
    mutating func observe(_ position: Double) -> Bool { bets.update(1 - position) }

    func write(to writer: inout ByteWriter) {
        writer.write(half)
        bets.write(to: &writer)
    }

    init(_ reader: inout ByteReader, to usual: UsualRate) throws(MalformedProfile) {
        let half = try reader.double()
        guard (0...1).contains(half) else { throw reader.malformed("a mean loss") }
        self.init(half: half, usual)
        try bets.read(&reader)
    }
}
