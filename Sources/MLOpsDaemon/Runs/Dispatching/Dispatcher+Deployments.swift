import MLOpsCore

/// What is live.
extension Dispatcher {
    func prove(_ deployment: Deployment) -> Event {
        let doubt =
            serving?.doubt(aboutBringing: deployment) ?? proof.doubt(about: deployment.version, of: deployment)
        guard let doubt else { return .targetProven(deployment.id) }
        return .targetUnproven(deployment.id, reason: doubt)
    }

    func probe(_ deployment: Deployment, _ number: Int64) -> Event {
        .liveProbed(deployment.pipeline, deployment.id, number: number, problem: proof.problem(with: deployment))
    }

    /// What can not be restored is told, and does not keep the deployment from ending.
    func restore(_ deployment: Deployment) -> Event {
        do throws(RunError) {
            try target.restore(deployment)
            let doubt = serving?.doubt(aboutRestoring: deployment)
            return .targetRestored(
                deployment.id, doubt: doubt ?? proof.doubt(about: deployment.replaced, of: deployment))
        } catch {
            return .targetRestored(deployment.id, doubt: error.description)
        }
    }

    func switchTarget(_ deployment: Deployment) -> Event {
        do throws(RunError) {
            try target.perform(deployment)
            return .targetSwitched(deployment.id)
        } catch {
            return .targetSwitchFailed(deployment.id, reason: error.description)
        }
    }
}
