import MLOpsCore
import MLOpsStore

/// Keeps an MLflow tracking server a mirror of the record: each run, each version, and who is champion.
///
/// Events come in order, and what is told of a run or a version is what the record says by then. So whatever comes twice
/// or late does no harm, and a server that was away ends up like one that was not.
struct MLflowReceiver: Receiver {
    let store: SQLiteMetadataStore
    let runs: MLflowRuns
    let models: MLflowModels

    func take(_ event: OutgoingEvent) -> Delivery {
        do {
            try mirror(event.notice)
            return .made
        } catch let problem as MLflowProblem {
            return problem.isFinal ? .refused(problem.description) : .failed(problem.description)
        } catch {
            return .failed("\(error)")
        }
    }

    /// What the record does not have any more is passed over.
    private func mirror(_ notice: Notice) throws {
        if let id = notice.version {
            guard let version = try store.version(id), let run = try store.run(version.run) else { return }
            let number = try models.mirror(version, of: try runs.mirror(run))
            if notice.kind.changesChampion { try models.setChampion(of: notice.pipeline, to: number) }
        } else if let id = notice.run, let run = try store.run(id) {
            let place = try runs.mirror(run)
            if let version = try store.version(of: id) { try models.mirror(version, of: place) }
        }
    }
}

extension Notice.Kind {
    fileprivate var changesChampion: Bool {
        switch self {
        case .modelDeployed, .modelRolledBack: true
        default: false
        }
    }
}
