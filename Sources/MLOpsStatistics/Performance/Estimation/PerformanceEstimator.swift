/// Estimates the metrics of a window before its labels are known, from the champion's rows that have labels.
///
/// The estimate is as good as the assumption that labels still mean the same, given the scores (or of numbers, the
/// features): it may raise a suspicion and never prove harm.
package struct PerformanceEstimator: Sendable, Hashable, Codable {
    /// Labelled rows that are needed.
    package static let fewestRows = 300

    private var binary: BinaryEstimator?
    private var multiclass: MulticlassEstimator?
    private var losses: LossEstimator?

    /// - Parameters:
    ///   - reference: labelled rows of the model, such as the newest 50,000, the oldest first; features are the same for each
    ///     row.
    ///   - seed: the same rows and seed give the same estimates, bit for bit.
    /// - Throws: why there can be no estimate.
    package init(
        _ task: PerformanceTask, reference: [PerformanceRow], seed: UInt64 = 1
    ) throws(EstimationObjection) {
        var random = Xoshiro256StarStar(seed: seed)
        switch task {
        case .binary: binary = try BinaryEstimator(reference, &random)
        case .multiclass(let classes):
            multiclass = try MulticlassEstimator(reference, classes: classes, &random)
        case .regression: losses = try LossEstimator(reference, &random)
        }
        let blocks = BlockVariance(task, reference, estimates(of:))
        binary?.blocks = blocks
        multiclass?.blocks = blocks
        losses?.blocks = blocks
    }

    /// The metrics that rows will have when they are labelled, with the interval that holds each with 95 %.
    package func figures(of rows: [PerformanceRow]) -> [NamedFigure] {
        estimates(of: rows).map { NamedFigure($0.name, $0.figure) }
    }

    /// The same, with what ``LateLabels`` need to correct them.
    package func estimates(of rows: [PerformanceRow]) -> [EstimatedFigure] {
        binary?.estimates(of: rows) ?? multiclass?.estimates(of: rows) ?? losses?.estimates(of: rows) ?? []
    }

    /// Whether a decoded estimator is one that could have been encoded; another one must not be used.
    package var isWhole: Bool {
        (binary.map { $0.calibration.isWhole && $0.blocks.isWhole } ?? true) && (multiclass.map(\.isWhole) ?? true)
            && losses?.isWhole ?? true
            && [binary != nil, multiclass != nil, losses != nil].count { $0 } == 1
    }
}
