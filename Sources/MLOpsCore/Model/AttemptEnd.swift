package import MLOpsSchedule

/// How an attempt ended, as its executor recorded it; never guessed.
package struct AttemptEnd: Hashable, Sendable, Codable {
    package enum Kind: Hashable, Sendable, Codable {
        case exited(code: Int32)
        case signaled(signal: Int32, core: Bool)
        case failedToStart(reason: String)
        case timedOut
        case cancelled
        /// It ran and no record of its end exists.
        case lost
        /// The machine was rebooted or lost power under it.
        case interrupted
    }

    package var kind: Kind
    package var startedAt: Instant?
    package var endedAt: Instant?
    package var userMicroseconds: Int64?
    package var systemMicroseconds: Int64?
    package var maxResidentKibibytes: Int64?
    /// Processes that the step left behind and that were killed.
    package var leftProcesses: Int?
    /// Processes of the step that the kernel killed for want of memory; nil: none.
    package var memoryKills: Int64?
    /// Of the step's unit, in bytes, where it killed any.
    package var memoryLimit: Int64?

    /// From its start to its end; nil: one of them is not known.
    package var microseconds: Int64? {
        startedAt.flatMap { startedAt in endedAt.map { ($0 - startedAt).microseconds } }
    }

    /// What the kernel killed, for people; empty: nothing.
    package var memoryText: String {
        guard let memoryKills else { return "" }
        let limit = memoryLimit.map { ", whose limit is \($0 >> 20) MiB" } ?? ""
        return "; the kernel killed \(memoryKills) of its processes for want of memory\(limit)"
    }

    package init(
        kind: Kind, startedAt: Instant? = nil, endedAt: Instant? = nil, userMicroseconds: Int64? = nil,
        systemMicroseconds: Int64? = nil, maxResidentKibibytes: Int64? = nil, leftProcesses: Int? = nil,
        memoryKills: Int64? = nil, memoryLimit: Int64? = nil
    ) {
        self.kind = kind
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.userMicroseconds = userMicroseconds
        self.systemMicroseconds = systemMicroseconds
        self.maxResidentKibibytes = maxResidentKibibytes
        self.leftProcesses = leftProcesses
        self.memoryKills = memoryKills
        self.memoryLimit = memoryLimit
    }
}

extension AttemptEnd.Kind {
    package var word: String {
        switch self {
        case .exited: "exited"
        case .signaled: "signaled"
        case .failedToStart: "failed-to-start"
        case .timedOut: "timed-out"
        case .cancelled: "cancelled"
        case .lost: "lost"
        case .interrupted: "interrupted"
        }
    }
}
