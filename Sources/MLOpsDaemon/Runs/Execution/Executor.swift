import MLOpsCore

/// Where attempts run.
///
/// The attempt's id is the key of everything: submitting it again changes nothing, and what is not found has not ended.
protocol Executor: Sendable {
    /// Whether the next `submit` only has to hand the attempt over to what waits for it, which takes no time.
    var isReady: Bool { get }

    /// Makes an attempt ready that nobody may know of yet; `submitPrepared` then only gives the word.
    ///
    /// One attempt at a time is ready.
    ///
    /// - Throws: when the executor can not be asked, or the attempt's directory can not be made.
    func prepare(_ job: StepJob) throws(RunError)

    /// Starts the attempt that was made ready, with the job that it was made ready for; nil: it is not ready.
    ///
    /// - Throws: as `submit`.
    func submitPrepared(_ attempt: AttemptID) throws(RunError) -> AttemptState?

    /// Forgets the attempt that was made ready and not submitted.
    func abandonPrepared()

    /// Starts the attempt unless it was started before; returns what is then known of it.
    ///
    /// - Throws: when it was not started and will not be, because the executor itself can not.
    func submit(_ job: StepJob) throws(RunError) -> AttemptState

    /// Returns what is known of an attempt.
    ///
    /// - Throws: when the executor can not be asked; the attempt may be in any state.
    func observe(_ attempt: AttemptID) throws(RunError) -> AttemptState

    /// Asks the attempt to end, with SIGTERM and after its stop timeout with SIGKILL; `collect` tells when it has.
    func cancel(_ attempt: AttemptID)

    /// Calls `whenEnded` once, when the end is known, however long that takes; at once when it is known already.
    func collect(_ attempt: AttemptID, whenEnded: @escaping @Sendable (AttemptEnd) -> Void)
}

/// What an executor knows of an attempt.
enum AttemptState: Hashable, Sendable {
    /// It was never started here.
    case unknown
    case queued
    case running
    case exited(AttemptEnd)
}
