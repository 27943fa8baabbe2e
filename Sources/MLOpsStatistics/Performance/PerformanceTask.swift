/// What a model predicts.
package enum PerformanceTask: Sendable, Hashable {
    /// 0 or 1, with a score of 1.
    case binary
    /// One of many classes; `classes` are those of the columns of scores, in their order, and empty without scores.
    case multiclass(classes: [Int64])
    case regression
}
