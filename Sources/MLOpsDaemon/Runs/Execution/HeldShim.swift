import MLOpsLinux

/// A shim that has made an attempt ready and waits for the word to start it; without the word it ends, and the attempt
/// was never started.
struct HeldShim: Sendable {
    let shim: WaitingShim
    let launch: ShimProcess.Launch
}
