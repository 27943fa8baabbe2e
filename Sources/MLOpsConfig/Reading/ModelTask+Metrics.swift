import MLOpsCore

extension PredictionsDefinition.ModelTask {
    /// The metrics that are known of it, by the names that triggers use.
    var metrics: [String] {
        switch self {
        case .binary: ["accuracy", "precision", "recall", "specificity", "f1", "brier", "log_loss", "auroc"]
        case .multiclass: ["accuracy"]
        case .regression: ["mae", "mse", "rmse"]
        }
    }
}
