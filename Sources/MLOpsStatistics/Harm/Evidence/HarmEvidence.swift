/// What the losses since the reference say for and against harm.
///
/// Two detectors of harm, one by the mean loss and one by ranks, whose average is a detector as good as its word; alarms of the
/// second count only when the mean is above the baseline too. A third one, of improvement, never raises an alarm.
struct HarmEvidence: Sendable, Equatable {
    let reference: LossReference
    private var growth: BetMixture
    private var ranks: BetMixture?
    private var improvement: BetMixture
    private var history = LossHistory()
    private var incident: HarmIncident?
    private let level: Double

    init(_ reference: LossReference, settings: HarmSettings) {
        self.reference = reference
        let level = settings.level
        self.level = level
        let tolerance = max(0, reference.scale.length(settings.tolerance))
        growth = reference.positions.growth(bets: 12, level: level, tolerance: tolerance)
        ranks = reference.places.map { $0.usual.growth(bets: 8, level: level) }
        improvement = reference.positions.fall(bets: 4, level: level)
    }

    struct Finding: Sendable, Equatable {
        var change: LossHistory.Change?
        var isImproved = false
        var isRecovered = false
    }

    /// Takes a loss; tells since when there is harm, once that is proven.
    mutating func observe(_ loss: Double) -> Finding {
        let position = reference.scale.position(loss)
        let rank = reference.places?.ranks.rank(loss) ?? 0
        let isNearByMean = growth.update(position)
        let isNearByRanks = ranks?.update(rank) ?? false
        history.add(LossHistory.Bucket(total: position, ranks: rank, count: 1))
        var finding = Finding(isImproved: improvement.update(1 - position))
        switch incident?.observe(position) {
        case nil: if isNearByMean || isNearByRanks, statistic >= 1 { finding.change = harm() }
        case .lasts: break
        case .ends: finding.isRecovered = true
        case .grows: finding.change = incident.flatMap { history.change(of: { $0.total }, above: $0.rate) }
        }
        return finding
    }

    /// Takes losses that say nothing new; where one of them might, or is none, it takes none of them and returns false.
    ///
    /// That is nearly always so, costs less than one by one, and leads to the same bits.
    /// - Parameter isImproved: whether improvement is nothing new.
    mutating func take(quiet losses: UnsafeBufferPointer<Double>, isImproved: Bool) -> Bool {
        guard incident == nil, !losses.contains(where: \.isNaN) else { return false }
        return LossBlock.with(losses, of: reference) { take(quiet: $0, isImproved: isImproved) }
    }

    private mutating func take(quiet block: LossBlock, isImproved: Bool) -> Bool {
        var (growth, ranks, improvement) = (growth, ranks, improvement)
        if growth.update(block.positions) || ranks?.update(block.ranks) ?? false { return false }
        if improvement.update(block.complements), !isImproved { return false }
        (self.growth, self.ranks, self.improvement) = (growth, ranks, improvement)
        history.add(positions: block.positions, ranks: block.ranks)
        return true
    }

    /// Takes a row without a loss.
    mutating func skip() { history.add(LossHistory.Bucket()) }

    /// M over A; harm is proven at 1.
    var statistic: Double { ranks.map { (growth.statistic + $0.statistic) / 2 } ?? growth.statistic }

    // By that of the two which says it the louder.
    private mutating func harm() -> LossHistory.Change? {
        let byRanks = reference.places.flatMap { places in
            ranks.flatMap { $0.statistic > growth.statistic ? places.usual : nil }
        }
        let change =
            byRanks.map { usual in history.change(of: { $0.ranks }, above: usual) }
            ?? history.change(of: { $0.total }, above: reference.positions)
        guard let change, change.mean > reference.positions.mean else {
            // Another distribution, and no larger mean: no harm.
            ranks?.reset()
            return nil
        }
        return change
    }

    /// Says that harm was found; from now on it is watched for its end, and for more of it.
    mutating func begin(_ change: LossHistory.Change) {
        let rate = UsualRate(mean: change.mean, of: change.age, as: reference.positions)
        incident = HarmIncident(rate, after: reference.positions, level: level)
    }

    /// Forgets everything but the reference.
    mutating func reset() {
        growth.reset()
        ranks?.reset()
        improvement.reset()
        history = LossHistory()
        incident = nil
    }

    func write(to writer: inout ByteWriter) {
        reference.write(to: &writer)
        growth.write(to: &writer)
        ranks?.write(to: &writer)
        improvement.write(to: &writer)
        history.write(to: &writer)
        writer.write(byte: incident == nil ? 0 : 1)
        incident?.write(to: &writer)
    }

    init(_ reader: inout ByteReader, settings: HarmSettings) throws(MalformedProfile) {
        self.init(try LossReference(&reader), settings: settings)
        try growth.read(&reader)
        try ranks?.read(&reader)
        try improvement.read(&reader)
        history = try LossHistory(&reader)
        incident = try reader.byte() == 1 ? HarmIncident(&reader, level: level) : nil
    }
}
