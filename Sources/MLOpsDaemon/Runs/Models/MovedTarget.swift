import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// A model that is live elsewhere than its pipeline's definition says by now: nothing moves until the next deployment.
struct MovedTarget: Hashable, Sendable {
    let pipeline: PipelineName
    private let version: ModelVersionID
    /// nil: it was made live before its pipeline had a target.
    private let former: String?
    private let target: String

    /// nil: it is where it should be, or is being brought there.
    init?(_ definition: PipelineDefinition, _ standing: DeploymentStanding) {
        guard let target = definition.deployment?.target,
            let live = standing.live.first(where: { $0.pipeline == definition.name }), live.target != target,
            !standing.open.contains(where: { $0.pipeline == definition.name && $0.target == target })
        else { return nil }
        pipeline = definition.name
        version = live.version
        former = live.target
        self.target = target
    }

    var problem: String {
        let place = former.map { "is live at \"\(UntrustedText.escape($0))\", which stays as it is" }
        return
            "model \(version) \(place ?? "is live without a link"); \"\(UntrustedText.escape(target))\" is made by the "
            + "next deployment"
    }

    var hint: String { "mlopsctl deploy \(version)" }

    var reason: DegradedReason {
        DegradedReason(code: "target-moved", detail: "\(pipeline): \(problem)", hint: hint)
    }

    /// - Parameter configuration: the configuration directory.
    func message(_ configuration: String) -> ConfigurationMessage {
        ConfigurationMessage(
            severity: .warning, file: "\(configuration)/pipelines.d/\(pipeline).yaml", key: "deploy.target",
            problem: problem, hint: "\(hint) makes it now")
    }
}
