import Dispatch
import Glibc
import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Runs attempts as processes under `mlopsd-shim`, which outlives the daemon and records how each of them ended.
///
/// The record directory is the truth and this object only listens: it knows which shims it waits for, so that an end is
/// noticed at once, and asks the directory what the end was.
final class ProcessExecutor: Executor {
    private struct Watch {
        /// nil: the shim is known to live, and not yet which process it is.
        var shim: ProcessHandle?
        /// Somebody else was asked to start the shim: that there is no claim does not mean yet that there will be none.
        var isStarting = false
        var isCancelled = false
        var listeners: [@Sendable (AttemptEnd) -> Void] = []
    }

    /// A shim claims its attempt within a few milliseconds of its start.
    private static let claimInterval = DispatchTimeInterval.milliseconds(5)
    private static let retryInterval = DispatchTimeInterval.seconds(1)

    private let state: String
    private let shim: String
    private let stepSocket: String?
    private let maximumLogBytes: Int64
    private let monitor: ProcessMonitor
    private let spare: SpareShim
    private let waiting: WaitingAttempts
    private let unitInForce: @Sendable (StepUnit) -> StepUnit?
    private let watches = Mutex<[AttemptID: Watch]>([:])
    private let prepared = Mutex<(job: StepJob, shim: HeldShim)?>(nil)
    private let timer = DispatchQueue(label: "mlopsd.executor.process")

    /// - Parameters:
    ///   - state: the daemon's state directory.
    ///   - shim: the `mlopsd-shim` executable.
    ///   - stepSocket: where the service manager starts shims in units of their own; nil: they are children.
    ///   - unitInForce: what keeps the limits of a step now, whose run may have begun with others; nil: it has none.
    ///   - tellWaiting: told why attempts wait for units whenever that changes; nil: none waits any more.
    init(
        state: String, shim: String, stepSocket: String? = nil, monitor: ProcessMonitor,
        maximumLogBytes: Int64 = 64 << 20, unitInForce: @escaping @Sendable (StepUnit) -> StepUnit? = { $0 },
        tellWaiting: @escaping @Sendable (String?) -> Void = { _ in }
    ) {
        self.state = state
        self.shim = shim
        self.stepSocket = stepSocket
        self.monitor = monitor
        spare = SpareShim(shim: shim, stepSocket: stepSocket, monitor: monitor)
        spare.renew()
        self.maximumLogBytes = maximumLogBytes
        waiting = WaitingAttempts(tell: tellWaiting)
        self.unitInForce = unitInForce
    }

    var isReady: Bool { spare.isThere }

    func submit(_ job: StepJob) throws(RunError) -> AttemptState {
        let known = try observe(job.attempt)
        guard known == .unknown else { return known }
        let socket = try ownSocket(job.unit)
        let launch: ShimProcess.Launch
        do throws(LinuxError) { launch = try self.launch(job) } catch { throw RunError(error) }
        return try start(job, launch, at: socket) { () throws(LinuxError) in try spare.start(launch, at: socket) }
    }

    func submitPrepared(_ attempt: AttemptID) throws(RunError) -> AttemptState? {
        guard prepared.withLock({ $0?.job.attempt == attempt }), let ready = takePrepared() else { return nil }
        return try start(ready.job, ready.shim.launch, at: nil) { () throws(LinuxError) in
            try spare.start(ready.shim)
        }
    }

    private func start(
        _ job: StepJob, _ launch: ShimProcess.Launch, at socket: String?,
        _ body: () throws(LinuxError) -> StartedShim
    ) throws(RunError) -> AttemptState {
        do throws(LinuxError) {
            watch(try body(), for: job.attempt)
            return .running
        } catch {
            guard let place = socket ?? stepSocket, error.object == place else { throw RunError(error) }
            postpone(job, launch, error)
            return .queued
        }
    }

    /// Limits are kept by a unit or not at all.
    private func ownSocket(_ unit: StepUnit?) throws(RunError) -> String? {
        guard let unit = unit.flatMap(unitInForce) else { return nil }
        guard let stepSocket else {
            throw RunError(
                .unusableDefinition,
                "cannot hold step \"\(unit.step?.text ?? "")\" to its limits: mlopsd does not run as a service of systemd here"
            )
        }
        return unit.socket(besides: stepSocket)
    }

    /// Nobody starts its unit: that is for an administrator to cure, and no fault of the attempt.
    private func postpone(_ job: StepJob, _ launch: ShimProcess.Launch, _ error: LinuxError) {
        let attempt = job.attempt
        watches.withLock { $0[attempt, default: Watch()].isStarting = true }
        waiting.add(attempt, error, isLimited: error.object != stepSocket)
        timer.asyncAfter(deadline: .now() + Self.retryInterval) { [self] in
            guard watches.withLock({ $0[attempt]?.isCancelled }) == false else {
                waiting.remove(attempt)
                return end(attempt, AttemptEnd(kind: .cancelled))
            }
            do throws(LinuxError) {
                // There was a service manager when it was first tried. Meanwhile its limits may have been taken away.
                let socket = job.unit.flatMap(unitInForce).flatMap { unit in stepSocket.map(unit.socket(besides:)) }
                watch(try spare.start(launch, at: socket), for: attempt)
                waiting.remove(attempt)
            } catch {
                postpone(job, launch, error)
            }
        }
    }

    func prepare(_ job: StepJob) throws(RunError) {
        // An attempt of the same commit that was ready first stays so: to take its shim away would end it.
        guard prepared.withLock({ $0 == nil }) else { return }
        // The spare shim has no limits.
        guard job.unit == nil, try observe(job.attempt) == .unknown else { return }
        do throws(LinuxError) {
            guard let held = spare.hold(try launch(job)) else { return }
            prepared.withLock { $0 = (job, held) }
        } catch {
            throw RunError(error)
        }
    }

    func abandonPrepared() {
        guard let left = takePrepared() else { return }
        spare.abandon(left.shim)
    }

    private func takePrepared() -> (job: StepJob, shim: HeldShim)? {
        prepared.withLock { prepared in
            defer { prepared = nil }
            return prepared
        }
    }

    /// Makes the attempt's record directory and returns what a shim is told of the attempt.
    private func launch(_ job: StepJob) throws(LinuxError) -> ShimProcess.Launch {
        try RunDirectory(state: state, run: job.attempt.run).makeAttempt(job.attempt)
        var launch = ShimProcess.Launch(
            shim: shim, recordDirectory: directory(of: job.attempt), arguments: job.arguments,
            environment: job.environment)
        launch.workingDirectory = job.workingDirectory
        launch.timeout = job.timeout
        launch.stopTimeout = job.stopTimeout
        launch.maximumLogBytes = maximumLogBytes
        return launch
    }

    func observe(_ attempt: AttemptID) throws(RunError) -> AttemptState {
        guard watches.withLock({ $0[attempt] }) == nil else { return .running }
        do throws(LinuxError) {
            switch try ShimRecord.inspect(directory(of: attempt)) {
            case .notStarted: return .unknown
            case .running: return .running
            case .exited(let record): return .exited(AttemptEnd(record, bootID: BootClock.bootID))
            case .lost: return .exited(AttemptEnd(kind: .lost))
            case .interrupted: return .exited(AttemptEnd(kind: .interrupted))
            }
        } catch {
            guard error.code == ENOENT else { throw RunError(error) }
            return .unknown
        }
    }

    func cancel(_ attempt: AttemptID) {
        let shim = watches.withLock { watches in
            watches[attempt]?.isCancelled = true
            return watches[attempt]?.shim
        }
        // Signalled before it has claimed, the shim dies without a trace and the attempt never ran. A signal that can
        // not be sent goes to a process that has ended.
        _ = try? shim?.send(SIGTERM)
    }

    func collect(_ attempt: AttemptID, whenEnded: @escaping @Sendable (AttemptEnd) -> Void) {
        let isWatched = watches.withLock { watches in
            let isWatched = watches[attempt] != nil
            watches[attempt, default: Watch()].listeners.append(whenEnded)
            return isWatched
        }
        if !isWatched { look(at: attempt) }
    }

    private func directory(of attempt: AttemptID) -> String {
        RunDirectory(state: state, run: attempt.run).attempt(attempt)
    }

    private func watch(_ shim: StartedShim, for attempt: AttemptID) {
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
    private func look(at attempt: AttemptID) {
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

    private func end(_ attempt: AttemptID, _ end: AttemptEnd) {
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
