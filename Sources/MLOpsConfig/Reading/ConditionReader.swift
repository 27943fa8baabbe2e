import MLOpsCore
import MLOpsSchedule

/// Reads what a trigger, or a place in a combination, waits for.
struct ConditionReader {
    let datasets: [DatasetDefinition]
    let predictions: PredictionsDefinition?
    let hasUnreadablePredictions: Bool
    let base: BaseDirectory
    let zones: any ZoneSource

    /// Returns the condition of a mapping, whose keys may be a trigger's own as well when `isTrigger`.
    func read(_ section: Section, isTrigger: Bool) -> ExpressionDraft? {
        guard let kind = kind(of: section) else { return nil }
        reportStrayOptions(in: section, kind, isTrigger: isTrigger)
        let validFor = section["valid_for"]?.span(atLeast: .microseconds(1))
        guard let field = section[kind.rawValue] else { return nil }
        switch kind {
        case .schedule:
            return schedule(field, section).map { .condition(.schedule($0), validFor: validFor) }
        case .newData:
            return newData(field, section).map { .condition(.newData($0), validFor: validFor) }
        case .modelAge:
            return field.span(atLeast: .minutes(1)).map { .condition(.modelAge($0), validFor: validFor) }
        case .pipelineChange:
            return pipelineChange(field, section).map { .condition(.pipelineChange($0), validFor: validFor) }
        case .after:
            return field.instant().map { .after($0) }
        case .all, .any, .atLeast, .not, .sequence:
            return combination(kind, field, section, validFor: validFor)
        case .drift:
            return DriftReader(datasets: datasets, zones: zones).read(field, section)
                .map { .condition(.drift($0), validFor: validFor) }
        case .performance:
            return PerformanceReader(predictions: predictions, hasUnreadablePredictions: hasUnreadablePredictions)
                .read(field, section)
                .map { .condition(.performance($0), validFor: validFor) }
        }
    }

    /// Returns the one kind of condition there is, and reports when there is none or more than one.
    private func kind(of section: Section) -> ConditionKind? {
        let kinds = ConditionKind.allCases.filter { section[$0.rawValue] != nil }
        if kinds.count == 1 { return kinds[0] }
        if let first = kinds.first {
            let names = kinds.map(\.rawValue).joined(separator: " and ")
            section.field.report(
                "waits for \(names) at once", hint: "combine them: all: [{\(first.rawValue): …}, …], or any:")
        } else if !section.isAlreadyReported {
            let known = ConditionKind.allCases.filter { UnsupportedFeature.key($0.rawValue, of: .trigger) == nil }
            section.field.report(
                "does not say what it waits for", hint: "add one of " + known.map(\.rawValue).joined(separator: ", "))
        }
        return nil
    }

    private func reportStrayOptions(in section: Section, _ kind: ConditionKind, isTrigger: Bool) {
        for other in ConditionKind.allCases where other != kind {
            for field in section.given(other.options.filter { !kind.options.contains($0) }) {
                field.report("does not apply to \(kind.rawValue); it belongs to \(other.rawValue)", hint: "remove it")
            }
        }
        if isTrigger { return }
        for field in section.given(ConditionKind.triggerOptions) {
            field.report("only belongs to a named trigger", hint: "define the condition under \"triggers\"")
        }
    }

    private func schedule(_ field: Field, _ section: Section) -> ScheduleCondition? {
        // Everything is read before anything is given up, so that one reading reports all that is wrong.
        let catchUp = section["catch_up"]?.choice(ScheduleCondition.CatchUp.self) ?? .latest
        let window = section["catch_up_window"]?.span(atLeast: .seconds(1))
        let deadline = section["start_deadline"]?.span(atLeast: .seconds(1))
        let jitter = section["jitter"]?.span() ?? .zero
        guard let expression = CalendarReader(zones: zones).read(field, section) else { return nil }
        let condition = ScheduleCondition(
            expression: expression, catchUp: catchUp, catchUpWindow: window, startDeadline: deadline, jitter: jitter)
        checkJitter(of: condition, section)
        return condition
    }

    /// A slot that is put off until after the next one, or until it is too old to be made up for, would never come.
    private func checkJitter(of condition: ScheduleCondition, _ section: Section) {
        guard condition.jitter > .zero, let field = section["jitter"] else { return }
        let period = condition.expression.period
        if condition.jitter >= period {
            field.report("must be shorter than the \(TimeSpan.format(period)) between two slots")
        } else if let window = condition.catchUpWindow, condition.jitter >= window {
            field.report("must be shorter than catch_up_window, \(TimeSpan.format(window))")
        } else if let deadline = condition.startDeadline, condition.jitter >= deadline {
            field.report("must be shorter than start_deadline, \(TimeSpan.format(deadline))")
        }
    }

    private func newData(_ field: Field, _ section: Section) -> NewDataCondition? {
        let dataset = field.dataset(among: datasets)
        var condition = NewDataCondition(dataset: dataset?.name ?? "")
        if let files = section["min_files"]?.integer(in: 1...1_000_000_000) { condition.minFiles = files }
        if let bytes = section["min_bytes"]?.size() { condition.minBytes = bytes }
        if let rows = section["min_rows"]?.integer(in: 0...Field.largestSize) { condition.minRows = rows }
        if let period = section["quiet_period"]?.span() { condition.quietPeriod = period }
        if let wait = section["max_wait"]?.spanOrInfinity(atLeast: .seconds(1)) { condition.maxWait = wait }
        guard let dataset else { return nil }
        if condition.minRows > 0, dataset.countsParquetRows {
            section["min_rows"]?.report(
                "counting the rows of Parquet files is not supported by this version of mlopsd",
                hint: "use min_files or min_bytes")
        }
        return condition
    }

    private func pipelineChange(_ field: Field, _ section: Section) -> PipelineChangeCondition? {
        let settle = section["settle"]?.span()
        guard let paths = field.texts("file patterns", acceptsSingle: true) else { return nil }
        if let absolute = paths.first(where: { $0.hasPrefix("/") }) {
            return field.reject(
                "\(absolute.quoted) must be relative to the pipeline's directory", hint: "\"**\" is any depth")
        }
        guard base.isGiven else { return field.rejectRelative(paths[0]) }
        var condition = PipelineChangeCondition(paths: paths)
        if let settle { condition.settle = settle }
        return condition
    }
}

extension DatasetDefinition {
    fileprivate var countsParquetRows: Bool {
        format == .parquet || format == nil && include.contains { $0.lowercased().hasSuffix(".parquet") }
    }
}
