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
    struct Watch {
        /// nil: the shim is known to live, and not yet which process it is.
        var shim: ProcessHandle?
        /// Somebody else was asked to start the shim: that there is no claim does not mean yet that there will be none.
        var isStarting = false
        var isCancelled = false
        var listeners: [@Sendable (AttemptEnd) -> Void] = []
    }

    /// A shim claims its attempt within a few milliseconds of its start.
    static let claimInterval = DispatchTimeInterval.milliseconds(5)
    static let retryInterval = DispatchTimeInterval.seconds(1)

    let state: String
    private let shim: String
    private let stepSocket: String?
    private let maximumLogBytes: Int64
    let monitor: ProcessMonitor
    private let spare: SpareShim
    private let waiting: WaitingAttempts
    private let unitInForce: @Sendable (StepUnit) -> StepUnit?
    let watches = Mutex<[AttemptID: Watch]>([:])
    private let prepared = Mutex<(job: StepJob, shim: HeldShim)?>(nil)
    let timer = DispatchQueue(label: "mlopsd.executor.process")

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

    func directory(of attempt: AttemptID) -> String {
        RunDirectory(state: state, run: attempt.run).attempt(attempt)
    }
}
