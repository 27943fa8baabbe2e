/// The metrics that follow from rows with a label and a prediction or a score.
package enum RowMetric: String, Sendable, CaseIterable {
    case accuracy, errorRate, balancedAccuracy, precision, recall, specificity, f1, macroF1
    case areaUnderCurve, logLoss, brierScore
    case meanAbsoluteError, meanSquaredError, rootMeanSquaredError, determination

    /// Knows a metric by the names that libraries give it, also behind a prefix such as `test_`.
    package init?(named name: String) {
        let whole = name.lowercased()
        let prefix = Self.prefixes.first { whole.hasPrefix($0) }
        let bare = String(whole.dropFirst(prefix?.count ?? 0))
        guard let metric = Self.allCases.first(where: { $0.names.contains(bare) }) else { return nil }
        self = metric
    }

    private static let prefixes = ["test_", "val_", "valid_", "validation_", "eval_", "holdout_"]

    private var names: [String] {
        switch self {
        case .accuracy: ["accuracy", "acc"]
        case .errorRate: ["error_rate", "error"]
        case .balancedAccuracy: ["balanced_accuracy"]
        case .precision: ["precision"]
        case .recall: ["recall", "sensitivity", "tpr"]
        case .specificity: ["specificity", "tnr"]
        case .f1: ["f1", "f1_score"]
        case .macroF1: ["f1_macro", "macro_f1"]
        case .areaUnderCurve: ["auc", "roc_auc", "auroc"]
        case .logLoss: ["log_loss", "logloss", "cross_entropy"]
        case .brierScore: ["brier", "brier_score"]
        case .meanAbsoluteError: ["mae", "mean_absolute_error"]
        case .meanSquaredError: ["mse", "mean_squared_error"]
        case .rootMeanSquaredError: ["rmse", "root_mean_squared_error"]
        case .determination: ["r2", "r2_score"]
        }
    }
}
