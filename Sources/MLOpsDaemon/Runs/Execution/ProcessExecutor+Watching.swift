import Dispatch
import Glibc
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Waiting for the ends of attempts.
extension ProcessExecutor {
    func watch(_ shim: StartedShim, for attempt: AttemptID) {
        switch shim {
        case .child(let process):
            watches.withLock { $0[attempt, default: Watch()].shim = process }
            listen(to: process, for: attempt)
        case .inUnit:
            watches.withLock { $0[attempt, default: Watch()].isStarting = true }
            // Where it can not be listened to, its claim and its process tell all but that it was not started.
            try? monitor.whenEnded(shim) { [self] in
                timer.async { [self] in
                    watches.withLock { $0[attempt]?.isStarting = false }
                    look(at: attempt)
                }
            }
            lookAgain(at: attempt, after: Self.claimInterval)
        }
    }

    private func listen(to shim: ProcessHandle, for attempt: AttemptID) {
        do {
            try monitor.whenEnded(shim) { [self] _ in
                // Not on the event thread: reading a record may wait for a disk.
                timer.async { [self] in look(at: attempt) }
            }
        } catch {
            lookAgain(at: attempt, after: Self.retryInterval)
        }
    }

    /// Asks the record what became of the attempt, and waits on where it has not ended.
    func look(at attempt: AttemptID) {
        do {
            switch try ShimRecord.inspect(directory(of: attempt)) {
            case .exited(let record): end(attempt, AttemptEnd(record, bootID: BootClock.bootID))
            case .lost: end(attempt, AttemptEnd(kind: .lost))
            case .interrupted: end(attempt, AttemptEnd(kind: .interrupted))
            case .notStarted where watches.withLock({ $0[attempt]?.isStarting ?? false }):
                lookAgain(at: attempt, after: Self.claimInterval)
            case .notStarted: end(attempt, endOfUnclaimed(attempt))
            case .running: try adopt(attempt)
            }
        } catch {
            // A record that can not be read says nothing about the attempt: ask until it can.
            lookAgain(at: attempt, after: Self.retryInterval)
        }
    }

    /// Waits for a shim that another daemon started, or that won the claim against ours.
    private func adopt(_ attempt: AttemptID) throws(LinuxError) {
        guard let shim = try ShimProcess.find(recordDirectory: directory(of: attempt)) else {
            return lookAgain(at: attempt, after: Self.claimInterval)
        }
        let isCancelled = watches.withLock { watches in
            watches[attempt]?.shim = shim
            return watches[attempt]?.isCancelled ?? false
        }
        if isCancelled { try shim.send(SIGTERM) }
        listen(to: shim, for: attempt)
    }

    private func lookAgain(at attempt: AttemptID, after interval: DispatchTimeInterval) {
        timer.asyncAfter(deadline: .now() + interval) { [self] in look(at: attempt) }
    }

    func end(_ attempt: AttemptID, _ end: AttemptEnd) {
        let watch = watches.withLock { $0.removeValue(forKey: attempt) }
        for listener in watch?.listeners ?? [] { listener(end) }
    }

    /// No claim and no shim: the step's program never ran.
    private func endOfUnclaimed(_ attempt: AttemptID) -> AttemptEnd {
        let isCancelled = watches.withLock { $0[attempt]?.isCancelled ?? false }
        guard !isCancelled else { return AttemptEnd(kind: .cancelled) }
        return AttemptEnd(
            kind: .failedToStart(
                reason: """
                    mlopsd-shim ended before it could claim the attempt in \
                    "\(UntrustedText.escape(directory(of: attempt)))"; is the disk full or read-only? \
                    The journal has what it said
                    """))
    }
}
