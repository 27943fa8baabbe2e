import Dispatch
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import Synchronization

/// Tries the candidates in the shadow: has what is logged scored, and compares when labels come.
///
/// How far it is lies on the disk, and what it found is told again after a start: a crash costs at most one call of the
/// program that predicts.
final class ShadowWatch: Sendable {
    /// Between two looks, and after a look that failed, in seconds.
    private static let period = 2.0
    private static let pause = 30.0

    private let parts: ShadowParts
    private let goals = Mutex<[PipelineName: ShadowGoal]>([:])
    /// Each pipeline's work is done by one thread at a time, and none waits for another's program.
    private let queues = Mutex<[PipelineName: DispatchQueue]>([:])
    private let isStopping = Atomic<Bool>(false)

    init(parts: ShadowParts) {
        self.parts = parts
    }

    /// Goes on with the candidate until there is another goal; returns at once.
    func keep(_ goal: ShadowGoal) {
        let name = goal.definition.name
        guard goals.withLock({ $0.updateValue(goal, forKey: name) }) != goal else { return }
        queue(of: name).async { [self] in
            let trial = ShadowTrial(goal, parts)
            trial.removeOthers()
            look(trial)
        }
    }

    /// Nothing is tried any more, and what was kept for it goes.
    func end(_ name: PipelineName) {
        goals.withLock { $0[name] = nil }
        queue(of: name).async { [self] in
            guard goals.withLock({ $0[name] }) == nil else { return }
            // What can not be removed now goes with the next trial.
            try? TreeRemoval.remove(parts.directory(of: name))
        }
    }

    /// Begins nothing any more.
    func stop() { isStopping.store(true, ordering: .releasing) }

    private func queue(of name: PipelineName) -> DispatchQueue {
        queues.withLock { queues in
            if let known = queues[name] { return known }
            let queue = DispatchQueue(label: "mlopsd.shadow.\(name)", qos: .utility)
            queues[name] = queue
            return queue
        }
    }

    private func look(_ trial: ShadowTrial) {
        let name = trial.goal.definition.name
        guard !isStopping.load(ordering: .acquiring), goals.withLock({ $0[name] }) == trial.goal else { return }
        let begin = parts.now().uptime
        let isWell = trial.catchUp { [self] in
            isStopping.load(ordering: .acquiring) || goals.withLock { $0[name] } != trial.goal
        }
        let cost = Double(max(0, parts.now().uptime - begin)) / 1_000_000
        let rest = isWell ? Self.period + min(30, 2 * cost) : Self.pause
        queue(of: name).asyncAfter(deadline: .now() + rest) { [weak self] in self?.look(trial) }
    }
}
