import MLOpsCore

extension PredictionsDefinition.Task {
    /// The metrics that are known of it, by the names that triggers use.
    var metrics: [String] {
        switch self {
        case .binary:
            [
                "accuracy", "balanced_accuracy", "precision", "recall", "specificity", "f1", "mcc", "brier", "log_loss",
                "ece", "auroc", "average_precision",
            ]
        case .multiclass:
            ["accuracy", "balanced_accuracy", "f1_macro", "f1_weighted", "log_loss"]
        case .regression:
            ["mae", "mse", "rmse", "mape", "r2"]
        }
    }
}
