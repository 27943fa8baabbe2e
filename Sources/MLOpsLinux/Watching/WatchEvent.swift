/// What a watcher reports.
package enum WatchEvent: Hashable, Sendable {
    case changed(WatchChange)
    /// The root is watched from now on; scan it once, to find what was there before.
    case armed(WatchRoot)
    /// Nothing is known about the root until it is armed again; the watcher keeps trying by itself.
    case lost(WatchRoot, WatchLossReason)
    /// The directory, and for a limit everything below it, is not watched and must be polled.
    case incomplete(WatchRoot, RelativePath, LinuxError)
    /// Events were dropped: scan every root.
    ///
    /// Watches on directories that were missed are added before this is reported.
    case overflow
}

extension WatchEvent {
    /// The root whose condition this event changes; nil for what a scan makes good.
    var conditionOf: WatchRoot? {
        switch self {
        case .armed(let root), .lost(let root, _), .incomplete(let root, _, _): root
        case .changed, .overflow: nil
        }
    }
}
