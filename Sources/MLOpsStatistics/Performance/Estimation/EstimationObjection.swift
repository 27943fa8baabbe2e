/// Why there can be no estimate of a performance without labels.
package enum EstimationObjection: Error, Hashable, CustomStringConvertible {
    case tooFewRows(Int)
    /// All labels are the same, or one class of those with scores is no label.
    case missingClass
    /// More than 1 % of the labels are of no class that has scores.
    case unknownClass
    /// Nothing that an estimate could follow from: neither a score nor, of numbers, a prediction.
    case noScores

    package var description: String {
        switch self {
        case .tooFewRows(let rows):
            "\(rows) labelled rows are too few to learn from; \(PerformanceEstimator.fewestRows) are needed"
        case .missingClass: "the labelled rows do not have both classes, or not all of those with a score"
        case .unknownClass: "more than 1 % of the labels are of a class without scores"
        case .noScores: "the labelled rows have no scores between 0 and 1 for each class"
        }
    }
}
