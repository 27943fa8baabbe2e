import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// Which version of a pipeline was in production when.
struct ChampionHistory {
    /// What predictions are said to be of when there was no champion.
    static let nobody = "none"

    private var turns: [(from: Int64, version: String)] = []
    /// What made the present champion live; nil: nothing did.
    private(set) var current: Deployment?
    /// Whether it was live before that already.
    private(set) var isBack = false

    /// Reads the newest deployments; older predictions are of the first of them.
    init(of pipeline: PipelineName, in store: SQLiteMetadataStore) throws(StoreError) {
        for deployment in try store.deployments(pipeline: pipeline, Page(limit: 500)).reversed() {
            guard case .live = deployment.state else { continue }
            let from = (deployment.endedAt ?? deployment.startedAt).wall.microseconds
            isBack = turns.contains { $0.version == deployment.version.description }
            current = deployment
            turns.append((from, deployment.version.description))
        }
    }

    func champion(at time: Int64) -> String {
        turns.last { $0.from <= time }?.version ?? turns.first?.version ?? Self.nobody
    }
}
