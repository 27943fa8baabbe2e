import MLOpsCore

/// What is done for a command before it is committed, because it means nothing to anyone until then.
extension Dispatcher {
    /// Whether `performEarly` may have an answer.
    static func isEarly(_ command: Command) -> Bool { if case .freezeManifest = command { true } else { false } }

    /// Performs, before it is committed, a command that means nothing to anyone before that; nil: it has to wait, for
    /// the commit or because it is not quick.
    ///
    /// - Parameter mutations: what is decided and not committed, in order.
    func performEarly(_ command: Command, after mutations: [Mutation]) -> Event? {
        guard case .freezeManifest(let run, let pipeline) = command else { return nil }
        do throws(RunError) {
            let manifest = try runs.listEarly(run.value, pipeline.value, after: mutations) { [early] listed, files in
                early.check(listed, files, of: run.id)
            }
            guard let manifest else { return nil }
            early.layOut(manifest, of: run.value)
            return .manifestFrozen(run.id, manifest.summary)
        } catch {
            return .manifestFailed(run.id, reason: error.description)
        }
    }

    /// Takes what can be done for a command before it is committed; `perform` or `abandon` comes after it.
    func prepare(_ command: Command) {
        guard case .startAttempt(let attempt, let run, let step, let pipeline) = command else { return }
        early.prepare(attempt, run.value, step, pipeline.value)
    }

    /// What was prepared and is still to be done; nil: nothing.
    func beside() -> (() -> Void)? {
        guard early.isWaiting else { return nil }
        return { [early] in early.work() }
    }

    /// Forgets what was prepared: it could not be committed.
    func abandon() { early.abandon() }
}
