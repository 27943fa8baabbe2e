/// The keys that one kind of mapping knows, whether or not this version supports them.
struct Schema: Hashable, Sendable {
    /// How the mapping is called in messages: `a step`.
    let title: String
    let keys: [String]

    init(_ title: String, _ keys: [String]) {
        self.title = title
        self.keys = keys
    }

    static let daemon = Schema(
        "mlopsd.yaml", ["executor", "gpus", "log_level", "max_running_runs", "outbox", "verify_champions"])
    static let receiver = Schema(
        "a receiver", ["webhook", "secret", "run", "openlineage", "mlflow", "events", "pipelines", "timeout"])

    static let pipeline = Schema(
        "a pipeline",
        [
            "description", "user", "directory", "parameters", "data", "predictions", "triggers", "policy", "steps",
            "sandbox", "gates", "deploy", "serve", "tests",
        ])
    static let dataset = Schema(
        "a dataset",
        [
            "path", "include", "ignore", "recursive", "format", "ready", "settle", "manifest_deadline", "allow_empty",
            "on_revise", "rescan", "schema", "time", "target",
        ])
    static let predictions = Schema(
        "predictions",
        [
            "log", "labels", "format", "id", "time", "model_version", "prediction", "score", "scores", "label",
            "label_time", "task", "segments", "window", "label_horizon", "min_label_coverage", "min_per_class",
            "lateness",
        ])
    static let policy = Schema(
        "policy",
        [
            "cooldown", "during_cooldown", "min_start_interval", "max_runs_per_day", "overlap", "priority",
            "breaker_failures", "queue_timeout", "run_timeout", "retrain_cost", "keep_runs",
            "keep_models", "keep_for", "keep_profiles",
        ])
    static let overlap = Schema("overlap", ["queue", "allow"])
    static let step = Schema(
        "a step",
        ["run", "shell", "needs", "timeout", "stop_timeout", "retry", "executor", "resources", "credentials"])
    static let retry = Schema("retry", ["attempts", "backoff", "on"])
    static let resources = Schema("resources", ["memory", "cpus", "tasks", "gpus"])
    static let sandbox = Schema("sandbox", ["network", "read_only"])
    static let dataGate = Schema("gates.data", ["schema", "drift", "skew"])
    static let gates = Schema("gates", ["data", "model", "first_model", "baseline_unevaluable"])
    static let modelGate = Schema(
        "a model gate",
        ["metric", "at_least", "at_most", "not_worse_than", "margin", "better", "segments", "check", "timeout"])
    static let deployment = Schema(
        "deploy", ["target", "reload", "probe", "probation", "approval", "shadow", "predict", "canary"])
    static let service = Schema(
        "serve", ["run", "listen", "pass", "health", "check", "drain", "stop_timeout"])
    static let health = Schema("health", ["path", "names", "within"])
    static let shadow = Schema("shadow", ["min_rows", "max_time", "inconclusive", "timeout"])
    static let canary = Schema(
        "a canary", ["share", "min_requests", "min_labels", "max_time", "inconclusive"])
    static let probe = Schema(
        "a probe", ["http", "status", "body", "command", "file", "text", "within", "every", "failures"])
    static let test = Schema("a test", ["given", "expect"])
    static let given = Schema(
        "given", ["slot", "drift", "new_data", "files", "bytes", "rows", "request", "pipeline_change", "wait"])

    static let trigger = Schema(
        "a trigger",
        ConditionKind.allCases.flatMap { [$0.rawValue] + $0.options } + ConditionKind.commonOptions
            + ConditionKind.triggerOptions)
    static let driftColumn = Schema(
        "a column of a drift trigger", ["weight", "min_psi", "min_distance", "min_missing"])
    static let atLeast = Schema("at_least", ["k", "of"])

    /// Every mapping with fixed keys.
    static let all = [
        daemon, receiver, pipeline, dataset, predictions, policy, overlap, step, retry, resources, sandbox, gates,
        dataGate, modelGate, deployment, shadow, canary, service, health, probe, test, given, trigger, driftColumn,
        atLeast,
    ]
}
