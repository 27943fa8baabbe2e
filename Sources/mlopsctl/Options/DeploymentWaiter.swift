import ArgumentParser
import MLOpsControl

/// Says what came of the wish to deploy something and, when that is wanted, waits for the deployment's end.
struct DeploymentWaiter {
    let command: any ControlCommand
    let waiting: DeploymentWaitOptions

    func finish(_ reply: ActionReply) async throws {
        guard waiting.wait, let id = reply.deployment else {
            return try command.console.show(reply) { $0.fitted("\(reply.message)") + "\n" }
        }
        command.console.note(reply.message)
        let ended = try await endedDeployment(id)
        try command.console.show(ended) { DeploymentPage.text(ended, $0) }
        if ended.state == .failed { throw ExitCode(CommandFailure.Kind.negative.exitStatus) }
    }

    private func endedDeployment(_ id: String) async throws(CommandFailure) -> DeploymentSummary {
        var patience = Patience(timeout: waiting.timeout?.duration)
        while true {
            let deployment: DeploymentSummary? = try await command.getPatiently(.deployment, [id])
            if let deployment, deployment.state != .intended { return deployment }
            try await patience.pause("the deployment \(id) is still under way")
        }
    }
}
