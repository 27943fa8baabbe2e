import MLOpsCore

extension CanonicalWriter {
    mutating func write(_ parameter: Parameter) {
        write(parameter.name)
        write(parameter.value)
    }

    mutating func write(_ dataset: DatasetDefinition) {
        write(dataset.name.text)
        write(dataset.path)
        write(dataset.include) { $0.write($1) }
        write(dataset.ignore) { $0.write($1) }
        write(dataset.recursive)
        write(dataset.format) { $0.write($1.rawValue) }
        write(dataset.readiness.rawValue)
        write(dataset.settle) { $0.write($1) }
        write(dataset.allowsEmpty)
        write(dataset.revision.rawValue)
        write(dataset.rescan) { $0.write($1) }
        write(dataset.manifestDeadline)
        // Came later; without it the ids of definitions are what they were.
        if let column = dataset.timeColumn { write("time \(column)") }
        if let column = dataset.targetColumn { write("target \(column)") }
        if let schema = dataset.schema { write("schema \(schema)") }
    }

    mutating func write(_ predictions: PredictionsDefinition) {
        write("predictions")
        write(predictions.log)
        write(predictions.labels) { $0.write($1) }
        write(predictions.format) { $0.write($1.rawValue) }
        for column in [predictions.id, predictions.time, predictions.label] { write(column) }
        let others = [
            predictions.modelVersion, predictions.prediction, predictions.score, predictions.labelTime,
        ]
        for column in others { write(column) { $0.write($1) } }
        write(predictions.scores) { writer, score in
            writer.write(score.name)
            writer.write(score.column)
        }
        write(predictions.task.rawValue)
        write(predictions.segments) { $0.write($1) }
        write(predictions.window)
        write(predictions.labelHorizon) { $0.write($1) }
        write(predictions.minLabelCoverage)
        write(predictions.minPerClass)
        write(predictions.lateness)
    }

    mutating func write(_ policy: PolicyDefinition) {
        write(policy.cooldown)
        write(policy.dropsDuringCooldown)
        write(policy.minStartInterval)
        write(Int64(policy.maxRunsPerDay))
        write(policy.overlap)
        write(policy.priority) { $0.write(Int64($1)) }
        write(Int64(policy.breakerFailures))
        write(policy.queueTimeout) { $0.write($1) }
        write(policy.runTimeout)
        // Definitions without it keep the digests that they had.
        if let cost = policy.retrainCost {
            write("retrain_cost")
            write(cost)
        }
        write(policy.retention)
    }

    /// Definitions of before it was there keep their ids.
    private mutating func write(_ retention: RetentionPolicy) {
        if retention.profiles != RetentionPolicy.usualProfiles {
            write("keep_profiles")
            write(Int64(retention.profiles))
        }
        guard !retention.keepsAll || retention.age != .zero else { return }
        write("keep")
        write(retention.runs) { $0.write(Int64($1)) }
        write(retention.models) { $0.write(Int64($1)) }
        write(retention.age)
    }

    private mutating func write(_ overlap: PolicyDefinition.Overlap) {
        switch overlap {
        case .skip: write("skip")
        case .queueOne: write("queue_one")
        case .cancelRunning: write("cancel_running")
        case .queue(let count):
            write("queue")
            write(Int64(count))
        case .allow(let count):
            write("allow")
            write(Int64(count))
        }
    }

    mutating func write(_ step: StepDefinition) {
        write(step.name.text)
        write(step.needs) { $0.write($1.text) }
        switch step.program {
        case .arguments(let arguments):
            write("run")
            write(arguments) { $0.write($1) }
        case .shell(let text):
            write("shell")
            write(text)
        }
        write(step.timeout) { $0.write($1) }
        write(step.stopTimeout)
        write(Int64(step.retry.attempts))
        write(step.retry.backoff)
        write(step.retry.cause.rawValue)
        // Once there was one alone, and whoever named none had it.
        write((step.executor ?? .local).rawValue)
        // Came later; without it the ids of definitions are what they were.
        if let resources = step.resources {
            write("resources")
            write(resources.memory) { $0.write($1) }
            write(resources.cpuPercent) { $0.write(Int64($1)) }
            write(resources.tasks) { $0.write(Int64($1)) }
            if let accelerators = resources.accelerators {
                write("gpus")
                write(Int64(accelerators))
            }
        }
        if !step.credentials.isEmpty {
            write("credentials")
            write(step.credentials) { $0.write($1) }
        }
    }

    /// Came later; a definition that takes nothing has the id that it had.
    mutating func write(_ sandbox: StepSandbox) {
        guard sandbox != StepSandbox() else { return }
        write("sandbox")
        write(sandbox.hasNetwork)
        write(sandbox.isReadOnly)
    }

    mutating func write(_ gate: GateDefinition) {
        switch gate {
        case .metric(let metric): write(metric)
        case .data(let gate): write("data \(gate.question.rawValue) \(gate.effect.rawValue)")
        case .program(let program):
            write("check")
            write(program.arguments) { $0.write($1) }
            write(program.timeout)
        }
    }

    private mutating func write(_ gate: MetricGate) {
        write(gate.metric)
        switch gate.bound {
        case .atLeast(let bound):
            write("at_least")
            write(bound)
        case .atMost(let bound):
            write("at_most")
            write(bound)
        case .notWorseThanChampion(let margin):
            write("not_worse_than_champion")
            write(margin)
        }
        write(gate.better.rawValue)
        // Came later; without it the ids of definitions are what they were.
        if let column = gate.segments { write("segments \(column)") }
    }

    mutating func write(_ deployment: DeploymentDefinition) {
        write(deployment.target)
        // Came later; without them the ids of definitions are what they were.
        if let reload = deployment.reload {
            write("reload")
            write(reload) { $0.write($1) }
        }
        if let probe = deployment.probe { write(probe) }
        if let probation = deployment.probation {
            write("probation")
            write(probation)
        }
        if deployment.approval != .automatic { write("approval \(deployment.approval.rawValue)") }
        if let service = deployment.service { write(service) }
        if let canary = deployment.canary { write("canary \(canary)") }
        if let trial = deployment.trial { write(trial) }
        if let shadow = deployment.shadow { write(shadow) }
    }

    private mutating func write(_ shadow: ShadowDefinition) {
        write("shadow \(shadow.minRows) \(shadow.inconclusive.rawValue)")
        write(shadow.predict) { $0.write($1) }
        write(shadow.timeout)
        write(shadow.maxTime)
    }

    private mutating func write(_ trial: Trial) {
        write("trial \(trial.minRequests) \(trial.minLabels) \(trial.inconclusive.rawValue)")
        write(trial.maxTime) { $0.write($1) }
    }

    private mutating func write(_ service: ServiceDefinition) {
        write("serve")
        write(service.arguments) { $0.write($1) }
        write("\(service.address)")
        write(service.handover.rawValue)
        write(service.health.path)
        write(service.health.names.rawValue)
        write(service.health.within)
        write(service.check) { writer, check in writer.write(check) { $0.write($1) } }
        write(service.drain)
        write(service.stopTimeout)
    }

    private mutating func write(_ probe: Probe) {
        switch probe.question {
        case .http(let url, let status, let body):
            write("probe http")
            write(url)
            write(status) { $0.write(Int64($1)) }
            write(body) { $0.write($1) }
        case .command(let arguments):
            write("probe command")
            write(arguments) { $0.write($1) }
        case .file(let path, let text):
            write("probe file")
            write(path)
            write(text) { $0.write($1) }
        }
        write(probe.within)
        // Came later; a probe that is asked as usual leaves the id as it was.
        if let watch = probe.watch {
            write("watch \(watch.failures) of \(watch.answers)")
            write(watch.interval)
        }
    }

    /// Came later; a definition that names neither has the id that it had.
    mutating func write(_ policy: GatePolicy) {
        guard policy != GatePolicy() else { return }
        write(policy.firstModel.rawValue)
        write(policy.unevaluableBaseline.rawValue)
    }
}
