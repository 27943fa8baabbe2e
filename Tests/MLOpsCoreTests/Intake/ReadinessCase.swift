import MLOpsCore
import MLOpsSchedule

/// One file's readiness machine with a clock that passes only when told to.
struct ReadinessCase {
    var machine: FileReadiness
    let policy: ReadinessPolicy
    var now: Moment

    init(
        _ policy: ReadinessPolicy,
        at now: Moment = Moment(wall: Instant(seconds: 1_800_000_000), uptime: 5_000_000, boot: "b")
    ) {
        self.policy = policy
        self.now = now
        machine = FileReadiness(at: now)
    }

    mutating func pass(_ time: Duration) {
        now.wall = now.wall + time
        now.uptime += time.microseconds
    }

    @discardableResult
    mutating func observe(_ observation: FileObservation) -> FileReadiness.Step {
        machine.handle(observation, policy: policy, at: now)
    }

    @discardableResult
    mutating func hint(_ hint: FileObservation.Hint) -> FileReadiness.Step { observe(.hint(hint)) }

    @discardableResult
    mutating func look(_ seen: FileRecord.Fingerprint) -> FileReadiness.Step { observe(.look(.regular(seen))) }

    @discardableResult
    mutating func lease(
        _ answer: FileObservation.Lease, _ seen: FileRecord.Fingerprint
    ) -> FileReadiness.Step {
        observe(.lease(answer, seen))
    }

    /// A file whose content was last changed now.
    func file(_ version: Int64, size: Int64 = 100) -> FileRecord.Fingerprint {
        FileRecord.Fingerprint(
            device: 1, inode: 2, size: size, modifiedNanoseconds: version,
            changedNanoseconds: now.wall.microseconds * 1000)
    }
}
