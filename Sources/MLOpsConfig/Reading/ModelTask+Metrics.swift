import MLOpsCore
import MLOpsStatistics

extension PredictionsDefinition.ModelTask {
    /// The metrics that are known of it, by the names that triggers use.
    var metrics: [String] {
        switch self {
        case .binary: PerformanceSums.metrics(of: .binary)
        case .multiclass: PerformanceSums.metrics(of: .multiclass(classes: []))
        case .regression: PerformanceSums.metrics(of: .regression)
        }
    }
}
