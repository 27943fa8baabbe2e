import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

extension AttemptEnd {
    /// - Parameter bootID: of the machine as it runs now.
    init(_ record: ExitRecord, bootID: String) {
        let wasStarted = record.kind != .failedToStart
        self.init(
            kind: Self.kind(of: record, bootID),
            startedAt: wasStarted ? Instant(microseconds: record.startedWallMicroseconds) : nil,
            endedAt: Instant(microseconds: record.endedWallMicroseconds),
            userMicroseconds: wasStarted ? record.userMicroseconds : nil,
            systemMicroseconds: wasStarted ? record.systemMicroseconds : nil,
            maxResidentKibibytes: wasStarted ? record.maximumResidentKiB : nil,
            leftProcesses: wasStarted ? record.leftProcesses : nil,
            memoryKills: record.memoryKills > 0 ? record.memoryKills : nil,
            memoryLimit: record.memoryKills > 0 ? record.memoryLimit : nil)
    }

    private static func kind(of record: ExitRecord, _ bootID: String) -> Kind {
        switch record.kind {
        case .exited: record.code.map { .exited(code: $0) } ?? .lost
        case .signaled: record.signal.map { .signaled(signal: $0, core: record.hasCore) } ?? .lost
        case .timedOut: .timedOut
        // Who goes down with the machine is asked to end, too; the daemon did not ask for it.
        case .cancelled: record.claim.bootID == bootID ? .cancelled : .interrupted
        case .failedToStart: .failedToStart(reason: reason(record.startFailure))
        }
    }

    /// By the key of what the unit of a step was to take from it.
    private static let sandboxFailures = [
        "sandbox.network": """
        cannot run the step without a network, and does not run it with one: systemd made no network namespace for \
        it on this machine (journalctl -u "mlopsd-step-*" tells why)
        """,
        "sandbox.read_only": """
        cannot keep the step from writing, and does not run it: systemd made no mount namespace for it on this \
        machine (journalctl -u "mlopsd-step-*" tells why)
        """,
    ]

    private static func reason(_ failure: ExitRecord.StartFailure?) -> String {
        guard let failure else { return "the program could not be started" }
        if failure.code == EOPNOTSUPP, let reason = sandboxFailures[failure.path] { return reason }
        let hint =
            failure.code == ENOEXEC ? " (a script must begin with #!, a program must be built for this machine)" : ""
        return "cannot start \"\(failure.path)\": \(failure.reason)\(hint)"
    }
}
