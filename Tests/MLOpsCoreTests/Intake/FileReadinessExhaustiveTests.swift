import MLOpsCore
import MLOpsSchedule
import Testing

/// Every sequence of five moves that a file and its writers can make, under every policy: what must hold of any answer
/// `ready` is checked against the history, not against the machine's own state.
@Suite struct `Readiness of a file in all small cases` {
    private enum Move: CaseIterable {
        case rename, write, create, chmod, change, openForWriting, close, rest
    }

    private struct World {
        var file: ReadinessCase
        var version: Int64 = 0
        var changedAt: Moment
        var eventAt: Moment
        var isOpen = false
        var nameIsFinal = false

        init(_ policy: ReadinessPolicy) {
            file = ReadinessCase(policy)
            changedAt = file.now
            eventAt = file.now
        }

        var fingerprint: FileRecord.Fingerprint {
            FileRecord.Fingerprint(
                device: 1, inode: 2, size: 1, modifiedNanoseconds: version,
                changedNanoseconds: changedAt.wall.microseconds * 1000)
        }
    }

    @Test(arguments: DatasetDefinition.Readiness.allCases, [true, false])
    func `is never ready too early`(readiness: DatasetDefinition.Readiness, usesLeases: Bool) {
        let policy = ReadinessPolicy(readiness: readiness, usesLeases: usesLeases)
        explore(World(policy), depth: 5, path: [])
    }

    private func explore(_ world: World, depth: Int, path: [Move]) {
        guard depth > 0 else { return }
        for move in Move.allCases {
            var next = world
            let hint = apply(move, to: &next)
            if let hint { next.file.hint(hint) }
            let (step, asked) = settleAnswer(&next)
            if case .ready(let rung) = step, let fault = fault(rung, asked: asked, next) {
                Issue.record("\(next.file.policy.readiness) \(path + [move]): \(fault)")
                return
            }
            explore(next, depth: depth - 1, path: path + [move])
        }
    }

    private func apply(_ move: Move, to world: inout World) -> FileObservation.Hint? {
        var hint: FileObservation.Hint?
        switch move {
        case .rename: (hint, world.nameIsFinal) = (.movedIn, true)
        case .write, .create: (hint, world.nameIsFinal) = (move == .write ? .written : .created, false)
        case .chmod: hint = .attributesChanged
        case .change: break
        case .openForWriting: world.isOpen = true
        case .close: (hint, world.nameIsFinal, world.isOpen) = (.written, false, false)
        case .rest: world.file.pass(.seconds(4))
        }
        if [.write, .change, .chmod, .rename].contains(move) {
            world.version += 1
            world.changedAt = world.file.now
        }
        if hint != nil { world.eventAt = world.file.now }
        return hint
    }

    /// Looks, and answers a wish for a lease truthfully.
    private func settleAnswer(_ world: inout World) -> (FileReadiness.Step, asked: Bool) {
        let step = world.file.look(world.fingerprint)
        guard step == .tryLease else { return (step, false) }
        return (world.file.lease(world.isOpen ? .refused : .granted, world.fingerprint), true)
    }

    private func fault(_ rung: FileRecord.Rung, asked: Bool, _ world: World) -> String? {
        let policy = world.file.policy
        let rested = world.file.now.elapsed(since: world.changedAt)
        let undisturbed = min(rested, world.file.now.elapsed(since: world.eventAt))
        switch (policy.readiness, rung) {
        case (.manifest, _): return "ready without a manifest"
        case (.rename, .rename): return world.nameIsFinal ? nil : "no rename was last"
        case (.auto, .rename):
            if !world.nameIsFinal { return "no rename was last" }
            return policy.usesLeases && (world.isOpen || !asked) ? "a writer was not asked for" : nil
        case (.lease, .rename), (.quiet, .rename): return "rung not allowed"
        case (.quiet, .lease): return "rung not allowed"
        case (_, .lease):
            if world.isOpen || !asked { return "a writer was not asked for" }
            return rested >= policy.leaseQuiet ? nil : "too little rest"
        case (_, .quiet): return undisturbed >= policy.settle ? nil : "too little rest"
        case (_, .manifest): return "rung not allowed"
        }
    }
}
