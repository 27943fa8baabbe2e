import MLOpsCore
import Synchronization

/// Lets the user of a run's steps at its files while an attempt needs them, and no longer: a later step of the same user
/// must not change what an earlier run left.
final class RunAccess: Sendable {
    private let base: BaseEnvironment
    private let state: String
    /// Held while rights are given or taken: an attempt may end while another of its run is being made ready.
    private let attempts = Mutex<[RunID: Set<AttemptID>]>([:])

    init(base: BaseEnvironment, state: String) {
        self.base = base
        self.state = state
    }

    func isOfOther(_ pipeline: PipelineDefinition) -> Bool { (pipeline.user ?? base.stepUser) != base.user }

    func open(
        for attempt: AttemptID, _ pipeline: PipelineDefinition, _ directory: RunDirectory
    ) throws(RunError) {
        guard let user = try StepUser(of: pipeline, base) else { return }
        try attempts.withLock { (attempts) throws(RunError) in
            try user.admit(to: directory, below: state, datasets: pipeline.datasets.map(\.name))
            attempts[attempt.run, default: []].insert(attempt)
        }
    }

    /// Notes an attempt that an earlier daemon opened its run for.
    func keepOpen(for attempt: AttemptID) {
        attempts.withLock { _ = $0[attempt.run, default: []].insert(attempt) }
    }

    /// Closes the run to everybody but the daemon once no attempt of it is left that needs it.
    func close(after attempt: AttemptID, _ directory: RunDirectory) {
        attempts.withLock { attempts in
            guard attempts[attempt.run]?.remove(attempt) != nil, attempts[attempt.run]?.isEmpty == true else { return }
            attempts[attempt.run] = nil
            StepUser.dismissAll(from: directory)
        }
    }
}
