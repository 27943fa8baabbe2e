/// Estimates the errors of predicted numbers without labels: direct loss estimation.
struct LossEstimator: Sendable, Hashable, Codable {
    /// More rows teach little, and cost time.
    static let mostRows = 20_000

    let features: Int
    let bins: FeatureBins
    /// Of the absolute, the squared and the relative error; the last nil where many labels are 0.
    let absolute: LossModel
    let squared: LossModel
    let relative: LossModel?
    var blocks = BlockVariance()

    init(_ reference: [PerformanceRow], _ random: inout Xoshiro256StarStar) throws(EstimationObjection) {
        let rows = reference.suffix(Self.mostRows).filter { $0.prediction.isFinite && $0.label.isFinite }
        guard rows.count >= PerformanceEstimator.fewestRows else { throw .tooFewRows(rows.count) }
        features = (rows.map(\.features.count).min() ?? 0) + 1
        let inputs = rows.map(Self.input)
        bins = FeatureBins(inputs, features: features)
        let codes = inputs.map(bins.codes)
        absolute = LossModel(codes, rows.map { abs($0.prediction - $0.label) }, &random)
        squared = LossModel(codes, rows.map { ($0.prediction - $0.label) * ($0.prediction - $0.label) }, &random)
        let isFarFromZero = rows.allSatisfy { $0.label.magnitude >= RegressionSums.leastLabel }
        relative =
            isFarFromZero ? LossModel(codes, rows.map { abs(($0.prediction - $0.label) / $0.label) }, &random) : nil
    }

    private static func input(_ row: PerformanceRow) -> [Double] { [row.prediction] + row.features }

    func estimates(of rows: [PerformanceRow]) -> [EstimatedFigure] {
        let codes = rows.filter(\.prediction.isFinite).map { bins.codes(Self.input($0)) }
        let mse = estimate("mse", squared, codes)
        return [estimate("mae", absolute, codes), mse, mse.root("rmse"), estimate("mape", relative, codes)]
    }

    private func estimate(_ name: String, _ model: LossModel?, _ codes: [[UInt8]]) -> EstimatedFigure {
        guard let model else {
            return EstimatedFigure(name, undefined: "some labels of the reference are 0")
        }
        guard !codes.isEmpty else { return EstimatedFigure(name, undefined: "there are no rows") }
        let (value, variance, refits) = model.expected(codes)
        return Expected(
            name: name, value: value, labelVariance: variance, refits: refits,
            blockVariance: blocks.variance(of: name), scale: .positive
        ).estimate
    }

    var isWhole: Bool {
        blocks.isWhole && bins.edges.count == features && bins.edges.allSatisfy { $0.count < FeatureBins.most }
            && [absolute, squared, relative].compactMap { $0 }.allSatisfy { $0.isWhole(features: features) }
    }
}
