/// The key that says what a trigger waits for.
enum ConditionKind: String, CaseIterable, Sendable {
    case schedule
    case newData = "new_data"
    case modelAge = "model_age"
    case pipelineChange = "pipeline_change"
    case drift
    case performance
    case after
    case all
    case any
    case atLeast = "at_least"
    case not
    case sequence = "seq"

    /// The keys that only make sense beside this one.
    var options: [String] {
        switch self {
        case .schedule: ["catch_up", "catch_up_window", "start_deadline", "jitter", "timezone", "gap", "overlap"]
        case .newData: ["min_files", "min_bytes", "min_rows", "quiet_period", "max_wait"]
        case .pipelineChange: ["settle"]
        case .drift: ["false_alarms", "action", "min_samples", "phase", "timezone", "columns"]
        case .performance:
            [
                "tolerance", "below", "above", "min_samples", "windows", "false_alarms", "no_data_for", "source",
                "better",
            ]
        case .sequence: ["within"]
        case .modelAge, .after, .all, .any, .atLeast, .not: []
        }
    }

    /// Keys that stand beside any condition.
    static let commonOptions = ["valid_for"]
    /// Keys of a named trigger, not of a condition written inside a combination.
    static let triggerOptions = ["alone", "priority", "deadline", "else"]

    var isCombination: Bool {
        switch self {
        case .all, .any, .atLeast, .not, .sequence: true
        case .schedule, .newData, .modelAge, .pipelineChange, .drift, .performance, .after: false
        }
    }
}
