/// Why a root is not watched any more.
package enum WatchLossReason: Hashable, Sendable {
    case deleted
    case movedAway
    case unmounted
    /// The path leads to another directory than the one watched: something was mounted or moved there.
    case replaced
    /// The kernel dropped the watch without saying why.
    case dropped
    /// Nothing at the path can be opened: it is gone, or may not be read.
    case unavailable(LinuxError)
}

extension WatchLossReason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .deleted: "the directory was deleted"
        case .movedAway: "the directory was moved away"
        case .unmounted: "the file system was unmounted"
        case .replaced: "another directory stands at the path"
        case .dropped: "the kernel dropped the watch"
        case .unavailable(let error): "\(error)"
        }
    }
}
