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

    private static func reason(_ failure: ExitRecord.StartFailure?) -> String {
        guard let failure else { return "the program could not be started" }
        let hint =
            failure.code == ENOEXEC ? " (a script must begin with #!, a program must be built for this machine)" : ""
        return "cannot start \"\(failure.path)\": \(failure.reason)\(hint)"
    }
}
