import MLOpsCore

enum PolicyReader {
    private enum DuringCooldown: String, CaseIterable {
        case latch, drop
    }

    /// - Parameter provesHarm: Whether there is a trigger whose losses a price can be held against.
    static func read(_ field: Field, provesHarm: Bool) -> PolicyDefinition {
        var policy = PolicyDefinition()
        guard let section = Section(field, .policy) else { return policy }
        if let cooldown = section["cooldown"]?.span() { policy.cooldown = cooldown }
        if let choice = section["during_cooldown"]?.choice(DuringCooldown.self) {
            policy.dropsDuringCooldown = choice == .drop
        }
        if let interval = section["min_start_interval"]?.span() { policy.minStartInterval = interval }
        if let count = section["max_runs_per_day"]?.integer(in: 1...1_000_000) { policy.maxRunsPerDay = Int(count) }
        if let overlap = section["overlap"].flatMap(overlap) { policy.overlap = overlap }
        policy.priority = section["priority"].flatMap(priority)
        if let failures = section["breaker_failures"]?.integer(in: 0...1000) { policy.breakerFailures = Int(failures) }
        policy.queueTimeout = section["queue_timeout"]?.span(atLeast: .seconds(1))
        if let timeout = section["run_timeout"]?.span(atLeast: .seconds(1)) { policy.runTimeout = timeout }
        if let cost = section["retrain_cost"] {
            policy.retrainCost = cost.number(in: 0...Double.greatestFiniteMagnitude)
            if !provesHarm {
                cost.report(
                    "has nothing to be weighed against: no trigger proves harm",
                    hint: "add false_alarms: 1/year to a performance trigger")
            }
        }
        if let count = section["keep_runs"]?.integer(in: 1...1_000_000) { policy.retention.runs = Int(count) }
        if let count = section["keep_models"]?.integer(in: 1...1_000_000) { policy.retention.models = Int(count) }
        if let age = section["keep_for"]?.span() { policy.retention.age = age }
        if let count = section["keep_profiles"]?.integer(in: 1...10_000_000) {
            policy.retention.profiles = Int(count)
        }
        return policy
    }

    static func priority(_ field: Field) -> Int? { field.integer(in: 0...100).map(Int.init) }

    /// `skip`, `queue_one`, `cancel_running`, `{queue: 3}` or `{allow: 2}`.
    private static func overlap(_ field: Field) -> PolicyDefinition.Overlap? {
        guard case .mapping = field.node.content else { return named(field) }
        guard let section = Section(field, .overlap) else { return nil }
        let given = section.given(["queue", "allow"])
        guard given.count == 1, let field = given.first else {
            return section.isAlreadyReported ? nil : field.reject("must be either {queue: N} or {allow: N}")
        }
        guard let count = field.integer(in: 1...100).map(Int.init) else { return nil }
        return field.name == "queue" ? .queue(count) : .allow(count)
    }

    private static func named(_ field: Field) -> PolicyDefinition.Overlap? {
        guard let name = field.scalar("skip, queue_one, cancel_running, {queue: N} or {allow: N}") else { return nil }
        switch name {
        case "skip": return .skip
        case "queue_one": return .queueOne
        case "cancel_running": return .cancelRunning
        case "queue", "allow": return field.reject("needs a number", hint: "write {\(name): 2}")
        default:
            return field.reject(
                "must be skip, queue_one, cancel_running, {queue: N} or {allow: N}, not \(name.quoted)",
                hint: Suggestion.hint(for: name, among: ["skip", "queue_one", "cancel_running"]))
        }
    }
}
