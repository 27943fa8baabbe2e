/// The mean of something in 0...1 that is usual, and how sure that is.
struct UsualRate: Sendable, Equatable {
    let mean: Double
    /// Its variance as a share of that of errors of the same rate, in 0...1.
    let dispersion: Double
    /// How many rows are worth one independent row, at least 1.
    let design: Double
    /// Of how many rows it is the mean; nil: it is known.
    let rows: Double?

    private static let leastDispersion = 1e-6

    /// A mean that someone knows, of whatever in 0...1.
    init(known mean: Double, dispersion: Double = 1, design: Double = 1) {
        (self.mean, self.dispersion, self.design, rows) = (max(0, min(1, mean)), dispersion, design, nil)
    }

    /// The mean of numbers in 0...1.
    ///
    /// - Parameter known: what their mean is known to be.
    init(_ values: [Double], known: Double? = nil) {
        let count = Double(values.count)
        let mean = NeumaierSum.of(values) / max(1, count)
        let squares = NeumaierSum.of(values.lazy.map { ($0 - mean) * ($0 - mean) })
        let most = mean * (1 - mean) * (count - 1)
        self.mean = known.map { max(0, min(1, $0)) } ?? mean
        dispersion = most > 0 ? max(Self.leastDispersion, min(1, squares / most)) : 1
        design = DesignEffect.of(values)
        rows = known == nil ? count : nil
    }

    /// A mean of so many rows that are otherwise like others.
    init(mean: Double, of rows: Int, as other: UsualRate) {
        self.init(
            mean: max(0, min(1, mean)), dispersion: other.dispersion, design: other.design, rows: Double(max(1, rows)))
    }

    private init(mean: Double, dispersion: Double, design: Double, rows: Double?) {
        (self.mean, self.dispersion, self.design, self.rows) = (mean, dispersion, design, rows)
    }

    /// The bets that the mean has grown by more than `tolerance`, with so many rows between false alarms.
    ///
    /// - Parameter learns: whether the rows that come tell of the mean too, as those before a change do.
    func growth(bets: Int, level: Double, tolerance: Double = 0, learns: Bool = true) -> BetMixture {
        let nulls =
            rows.map {
                NullMeans.estimated(
                    mean, rows: $0, dispersion: dispersion, design: design, tolerance: tolerance, learns: learns)
            }
            ?? .known(min(1, mean + tolerance))
        return BetMixture(nulls, bets: bets, deviation: variance.squareRoot(), design: design, level: level)
    }

    /// The bets that the mean has fallen, by fewer of them: nothing is done because of it.
    func fall(bets: Int, level: Double) -> BetMixture {
        let most = independentRows.map { NullMeans.upperBound(1 - mean, rows: $0, errors: 2) } ?? 1 - mean
        return BetMixture(.known(most), bets: bets, deviation: variance.squareRoot(), design: design, level: level)
    }

    private var independentRows: Double? { rows.map { $0 / (dispersion * design) } }

    /// The variance of what this is the mean of; of a rate that may be 0, that of what it may be at most.
    var variance: Double {
        let rate = independentRows.map { NullMeans.upperBound(mean, rows: $0, errors: 1) } ?? mean
        return max(1e-12, dispersion * (rate < 1 ? rate * (1 - rate) : 0.25))
    }

    func write(to writer: inout ByteWriter) {
        for number in [mean, dispersion, design, rows ?? 0] { writer.write(number) }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        let numbers = (try reader.double(), try reader.double(), try reader.double(), try reader.double())
        guard (0...1).contains(numbers.0), (Self.leastDispersion...1).contains(numbers.1),
            (1...1e9).contains(numbers.2), (0...1e9).contains(numbers.3)
        else { throw reader.malformed("a usual rate") }
        self.init(mean: numbers.0, dispersion: numbers.1, design: numbers.2, rows: numbers.3 > 0 ? numbers.3 : nil)
    }
}
