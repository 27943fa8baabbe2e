/// What a bet that begins now stakes against each null mean: the more, the less that is the mean by the rows so far.
struct BetStakes: Sendable, Equatable {
    typealias Lanes = BetMixture.Lanes

    private let learning: NullMeans.Learning?
    // How likely each mean makes the rows so far, as a share of how likely the estimate does.
    private var likelihoods: Lanes
    private var rowsLeft: Int
    private(set) var lanes = Lanes(repeating: 1)

    // What is far from likely is so no matter how far, and must not take for ever to become likely again.
    private static let most: Float = 1e6

    init(_ nulls: NullMeans) {
        learning = nulls.learning
        likelihoods = nulls.learning?.start ?? Lanes(repeating: 1)
        rowsLeft = nulls.learning?.rows ?? 0
        weigh()
    }

    /// Takes a number in 0...1 in every lane.
    @inline(__always)
    mutating func learn(_ x: Lanes) {
        guard rowsLeft > 0, let learning else { return }
        rowsLeft -= 1
        let next = likelihoods * (learning.offsets + learning.slopes * x)
        likelihoods = next.clamped(
            lowerBound: Lanes(repeating: 1 / Self.most), upperBound: Lanes(repeating: Self.most))
        weigh()
    }

    // One against the estimate right after the reference.
    @inline(__always)
    private mutating func weigh() {
        guard let learning else { return }
        lanes = Lanes(repeating: likelihoods.sum() / learning.start.sum()) / likelihoods
    }

    mutating func reset() {
        likelihoods = learning?.start ?? Lanes(repeating: 1)
        rowsLeft = learning?.rows ?? 0
        weigh()
    }

    func write(to writer: inout ByteWriter) {
        guard learning != nil else { return }
        for lane in likelihoods.indices { writer.write(Double(likelihoods[lane])) }
        writer.write(rowsLeft)
    }

    /// Reads those of a mixture that was made in the same way.
    mutating func read(_ reader: inout ByteReader) throws(MalformedProfile) {
        guard let learning else { return }
        for lane in likelihoods.indices {
            let likelihood = try reader.double()
            guard likelihood >= 0.99 / Double(Self.most), likelihood <= Double(Self.most) else {
                throw reader.malformed("how likely a mean is")
            }
            likelihoods[lane] = Float(likelihood)
        }
        rowsLeft = try reader.number(upTo: learning.rows)
        weigh()
    }
}
