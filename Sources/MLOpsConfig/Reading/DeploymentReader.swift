import MLOpsCore
import MLOpsSchedule

struct DeploymentReader {
    let base: BaseDirectory
    let steps: StepReader
    let datasets: [DatasetDefinition]
    /// Whether a trigger looks at the performance of the model in production, or may do so once it can be read.
    let watchesPerformance: Bool
    let hasPredictions: Bool
    /// nil: there are none, or they are wrong.
    let predictions: PredictionsDefinition?
    let gates: [GateDefinition]

    func read(_ field: Field) -> DeploymentDefinition? {
        guard let section = Section(field, .deployment) else { return nil }
        let approval = section["approval"]?.choice(DeploymentDefinition.Approval.self)
        let reload = section["reload"].flatMap(steps.arguments)
        let probe = section["probe"].flatMap {
            ProbeReader(base: base, steps: steps, hasProbation: section["probation"] != nil).read($0)
        }
        let probation = probation(section, probe)
        let canary = section["canary"].flatMap {
            CanaryReader(
                probation: probation, hasProbation: section["probation"] != nil, hasPredictions: hasPredictions
            )
            .read($0)
        }
        let shadow = ShadowReader(
            steps: steps, gates: gates, predictions: predictions, hasPredictions: hasPredictions
        ).read(section)
        guard let field = section.required("target"), let target = field.file(in: base) else { return nil }
        guard target != "/" else { return field.reject("must name a link, not the root directory") }
        for dataset in datasets {
            if FilePath.isInside(target, dataset.path) {
                field.report(
                    "\(target.quoted) is inside \(dataset.path.quoted), which data.\(dataset.name) watches: every "
                        + "deployment would be new data", hint: "keep models and data apart")
            } else if FilePath.isInside(dataset.path, target) {
                field.report(
                    "data.\(dataset.name) watches \(dataset.path.quoted) inside the target: every deployment would be "
                        + "new data", hint: "keep models and data apart")
            }
        }
        return DeploymentDefinition(
            target: target, reload: reload, probe: probe, approval: approval ?? .automatic,
            probation: probation, canary: canary?.percent,
            trial: canary?.trial, shadow: shadow)
    }

    private func probation(_ section: Section, _ probe: Probe?) -> Duration? {
        guard let field = section["probation"] else { return nil }
        guard section["probe"] != nil || watchesPerformance else {
            return field.reject(
                "needs a probe to ask, or a performance trigger",
                hint: "add probe, or remove it and use mlopsctl rollback")
        }
        let length = field.span(atLeast: .minutes(1), atMost: .days(90))
        if let length, let probe, !watchesPerformance { checkProof(by: probe, within: length, field) }
        return length
    }

    /// A probation that no bad answer can end early is none.
    private func checkProof(by probe: Probe, within length: Duration, _ field: Field) {
        let shortest = (probe.watch ?? .usual).shortestProof
        guard shortest > length else { return }
        field.report(
            "is shorter than \(TimeSpan.format(shortest)), the least time in which the probe can prove harm",
            hint: "write at least that, or ask oftener: every, failures in probe")
    }
}
