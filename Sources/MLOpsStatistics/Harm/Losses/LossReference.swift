/// What the losses were before, as far as the detector needs it.
struct LossReference: Sendable, Equatable {
    let scale: LossScale
    /// Of positions on the scale.
    let positions: UsualRate
    /// Of places among the losses; nil where there are but two different losses, or where only their mean is known.
    let places: (ranks: LossRanks, usual: UsualRate)?

    /// Errors, or other losses in 0...1, of a known mean.
    init(known mean: Double) { self.init(scale: .unit, positions: UsualRate(known: mean), places: nil) }

    /// - Parameter known: the mean loss, if it is known.
    init(_ sample: LossSample, known: Double?) {
        let scale = known == nil ? sample.scale : sample.scaleFromZero
        let positions = UsualRate(sample.values.map { scale.position($0) }, known: known.map { scale.position($0) })
        let ranks = known == nil && !sample.isBinary ? sample.ranks : nil
        self.init(
            scale: scale, positions: positions,
            places: ranks.map { ranks in (ranks, UsualRate(sample.values.map { ranks.rank($0) })) })
    }

    private init(scale: LossScale, positions: UsualRate, places: (ranks: LossRanks, usual: UsualRate)?) {
        (self.scale, self.positions, self.places) = (scale, positions, places)
    }

    /// The mean loss that is usual.
    var baseline: Double { scale.loss(positions.mean) }

    static func == (a: Self, b: Self) -> Bool {
        a.scale == b.scale && a.positions == b.positions && a.places?.ranks == b.places?.ranks
            && a.places?.usual == b.places?.usual
    }

    func write(to writer: inout ByteWriter) {
        writer.write(scale.low)
        writer.write(scale.high)
        positions.write(to: &writer)
        writer.write(byte: places == nil ? 0 : 1)
        places?.ranks.write(to: &writer)
        places?.usual.write(to: &writer)
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        let scale = LossScale(low: try reader.double(), high: try reader.double())
        guard abs(scale.low) <= LossScale.largest, abs(scale.high) <= LossScale.largest else {
            throw reader.malformed("the ends of a scale")
        }
        let positions = try UsualRate(&reader)
        switch try reader.byte() {
        case 0: self.init(scale: scale, positions: positions, places: nil)
        case 1: self.init(scale: scale, positions: positions, places: (try LossRanks(&reader), try UsualRate(&reader)))
        default: throw reader.malformed("whether losses have ranks")
        }
    }
}
