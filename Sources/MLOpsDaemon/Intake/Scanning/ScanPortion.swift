import Dispatch

/// A part of what a scan found.
///
/// The scan waits until its parts are dealt with, so that memory stays bounded.
struct ScanPortion: Sendable {
    let generation: Int
    let candidates: [ScanCandidate]
    let permits: DispatchSemaphore

    func release() { permits.signal() }
}
