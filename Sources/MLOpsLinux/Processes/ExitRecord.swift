/// How an attempt ended, as its shim wrote it down.
package struct ExitRecord: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case exited
        case signaled
        /// The program never ran: see `startFailure`.
        case failedToStart = "failed-to-start"
        /// Stopped because its time was up, whatever its status then was.
        case timedOut = "timed-out"
        /// Stopped on request, whatever its status then was.
        case cancelled
    }

    /// Why a program could not be started.
    package struct StartFailure: Hashable, Sendable {
        package let code: Int32
        package let reason: String
        /// The program or the working directory, escaped.
        package let path: String
    }

    package let claim: ShimClaim
    package let kind: Kind
    /// The exit code, when the process exited.
    package let code: Int32?
    /// The signal that ended it, when one did.
    package let signal: Int32?
    package let hasCore: Bool
    package let startFailure: StartFailure?
    package let startedWallMicroseconds: Int64
    package let startedBootMicroseconds: Int64
    package let endedWallMicroseconds: Int64
    package let endedBootMicroseconds: Int64
    /// Processor time of the job and its reaped descendants.
    package let userMicroseconds: Int64
    package let systemMicroseconds: Int64
    /// Of the largest single process.
    package let maximumResidentKiB: Int64
    /// Processes that the job left behind and the shim ended.
    package let leftProcesses: Int
    /// Output that is not in the log because the log was full.
    package let droppedLogBytes: Int64
    /// Processes of the job that the kernel ended for want of memory; counted in units alone.
    package let memoryKills: Int64
    /// Of the unit, in bytes; nil: none, or none that is known.
    package let memoryLimit: Int64?

    /// Whether the step did what it should: it ran, nobody stopped it, and it exited with 0.
    package var isSuccess: Bool { kind == .exited && code == 0 }

    init(_ fields: RecordFields) throws(ShimRecord.Flaw) {
        claim = try ShimClaim(fields)
        guard let kind = Kind(rawValue: try fields.text("kind")) else { throw .malformed }
        self.kind = kind
        let code = try fields.integer("code", as: Int32.self)
        let signal = try fields.integer("signal", as: Int32.self)
        self.code = code >= 0 ? code : nil
        self.signal = signal > 0 ? signal : nil
        hasCore = try fields.integer("core", as: Int.self) != 0
        startFailure =
            kind == .failedToStart
            ? StartFailure(
                code: try fields.integer("errno", as: Int32.self), reason: try fields.text("error"),
                path: try fields.text("path")) : nil
        startedWallMicroseconds = try fields.integer("started_wall_us", as: Int64.self)
        startedBootMicroseconds = try fields.integer("started_boot_us", as: Int64.self)
        endedWallMicroseconds = try fields.integer("ended_wall_us", as: Int64.self)
        endedBootMicroseconds = try fields.integer("ended_boot_us", as: Int64.self)
        userMicroseconds = try fields.integer("user_us", as: Int64.self)
        systemMicroseconds = try fields.integer("system_us", as: Int64.self)
        maximumResidentKiB = try fields.integer("max_rss_kib", as: Int64.self)
        leftProcesses = try fields.integer("left_processes", as: Int.self)
        droppedLogBytes = try fields.integer("log_dropped_bytes", as: Int64.self)
        // Came later; a shim that was started before an upgrade writes neither.
        memoryKills = try fields.laterInteger("memory_kills")
        let limit = try fields.laterInteger("memory_limit")
        memoryLimit = limit > 0 ? limit : nil
        try checkStatus()
    }

    /// The kind and the status must agree; a record that contradicts itself proves nothing.
    private func checkStatus() throws(ShimRecord.Flaw) {
        let agrees =
            switch kind {
            case .exited: code != nil && signal == nil
            case .signaled: code == nil && signal != nil
            case .failedToStart: code == nil && signal == nil
            case .timedOut, .cancelled: (code != nil) != (signal != nil)
            }
        guard agrees else { throw .malformed }
    }
}
