import MLOpsCore

/// Which way is better for the metrics that everybody calls by the same name.
enum MetricDirection {
    /// Returns the direction of a well-known metric, also behind a prefix such as `test_`, or nil.
    static func known(_ metric: String) -> GateDefinition.Direction? {
        let whole = metric.lowercased()
        let name = String(prefixes.first { whole.hasPrefix($0) }.map { whole.dropFirst($0.count) } ?? whole[...])
        if lower.contains(name) || ["_loss", "_error", "_error_rate", "_deviance"].contains(where: name.hasSuffix) {
            return .lower
        }
        return higher.contains(name) ? .higher : nil
    }

    private static let prefixes = [
        "test_", "val_", "valid_", "validation_", "eval_", "train_", "holdout_", "mean_test_",
    ]

    private static let lower: Set = [
        "mae", "mse", "rmse", "rmsle", "msle", "mape", "smape", "wape", "mase", "medae", "mean_absolute_error",
        "mean_squared_error", "root_mean_squared_error", "loss", "log_loss", "logloss", "nll", "cross_entropy",
        "brier", "brier_score", "error", "error_rate", "deviance", "perplexity", "wer", "cer", "fpr", "fnr", "ece",
        "hinge", "quantile_loss", "pinball", "pinball_10", "pinball_90", "crps", "aic", "bic", "eer",
    ]

    private static let higher: Set = [
        "accuracy", "acc", "balanced_accuracy", "top_1_accuracy", "top_5_accuracy", "f1", "f1_score", "f1_macro",
        "f1_micro", "f1_weighted", "macro_f1", "micro_f1", "weighted_f1", "precision", "recall", "sensitivity",
        "specificity", "tpr", "tnr", "auc", "roc_auc", "auroc", "pr_auc", "auprc", "average_precision", "map", "mrr",
        "ndcg", "hit_rate", "r2", "r2_score", "explained_variance", "mcc", "kappa", "cohen_kappa", "gini", "ks",
        "auroc_macro", "precision_macro", "precision_weighted", "recall_macro", "recall_weighted", "top_2_accuracy",
        "top_3_accuracy", "npv", "f2", "f05", "lift_at_10",
        "jaccard", "iou", "miou", "dice", "bleu", "rouge", "rouge_l", "meteor", "silhouette", "c_index",
    ]
}
