import CMLOpsLinux
import Glibc

/// Starts, finds and stops the shims that run attempts.
package enum ShimProcess {
    /// One attempt of a step.
    package struct Launch: Sendable {
        /// The `mlopsd-shim` executable.
        package var shim: String
        /// An existing directory of this attempt's own; claim, log and exit record go there.
        package var recordDirectory: String
        package var arguments: [String]
        /// `NAME=value` strings: exactly what the job sees.
        package var environment: [String]
        package var workingDirectory: String?
        package var timeout: Duration?
        /// From SIGTERM to SIGKILL.
        package var stopTimeout: Duration = .seconds(10)
        package var maximumLogBytes: Int64 = 64 << 20
        /// The daemon's own, which runs as its user also in a unit of another user's.
        package var isOwn = false
        /// The socket of the journal that gets a copy of what the job writes; empty: none does; nil: in a unit, the
        /// system's.
        package var journal: String?

        package init(shim: String, recordDirectory: String, arguments: [String], environment: [String]) {
            self.shim = shim
            self.recordDirectory = recordDirectory
            self.arguments = arguments
            self.environment = environment
        }
    }

    /// Exit codes of the shim that say why an attempt did not run; the job's own end stands in the record.
    package enum Refusal: Int32, Sendable {
        /// The attempt was started before.
        ///
        /// Not an error: look at the record.
        case alreadyClaimed = 111
        case usage = 112
        case cannotClaim = 113
        /// The job ended and its record could not be written.
        case cannotRecord = 114
    }

    /// What became of a request to cancel.
    package enum Cancellation: Hashable, Sendable {
        case requested
        /// The shim is not running, or has not claimed the attempt yet.
        case notRunning
    }

    /// Starts an attempt.
    ///
    /// Starting the same record directory twice is harmless: the second shim refuses.
    package static func start(_ launch: Launch) throws(LinuxError) -> ProcessHandle {
        try ProcessHandle.spawn(SpawnRequest(arguments: launch.commandLine(), environment: launch.environment))
    }

    /// Returns the shim that runs this attempt, also one that an earlier daemon started; nil when none does.
    package static func find(recordDirectory: String) throws(LinuxError) -> ProcessHandle? {
        guard case .running(let claim?) = try ShimRecord.inspect(recordDirectory), claim.bootID == BootClock.bootID
        else {
            return nil
        }
        return try ProcessHandle.find(pid: claim.pid, startTicks: claim.startTicks) { () throws(LinuxError) in
            // It holds its lock until it ends, so its number is its own.
            try ShimRecord.inspect(recordDirectory) == .running(claim)
        }
    }

    /// Asks the shim to stop the job: SIGTERM, after the stop timeout SIGKILL.
    ///
    /// The end is recorded as cancelled.
    package static func cancel(recordDirectory: String) throws(LinuxError) -> Cancellation {
        guard let shim = try find(recordDirectory: recordDirectory), try shim.send(SIGTERM) else { return .notRunning }
        return .requested
    }

    fileprivate static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = max(duration, .zero).components
        let micros = String(attoseconds / 1_000_000_000_000)
        return "\(seconds)." + String(repeating: "0", count: 6 - micros.count) + micros
    }
}

extension ShimProcess.Launch {
    /// The shim's arguments, its own name first.
    ///
    /// - Parameter passesInput: the first descriptor that comes along is the job's standard input.
    func commandLine(passesInput: Bool = false) -> [String] {
        var words = [shim, "--record", recordDirectory]
        if let timeout { words += ["--timeout", ShimProcess.seconds(timeout)] }
        words += ["--stop-timeout", ShimProcess.seconds(stopTimeout), "--max-log", "\(maximumLogBytes)"]
        if let workingDirectory { words += ["--directory", workingDirectory] }
        if passesInput { words.append("--input") }
        if isOwn { words.append("--own") }
        if let journal { words += ["--journal", journal] }
        return words + ["--"] + arguments
    }
}
