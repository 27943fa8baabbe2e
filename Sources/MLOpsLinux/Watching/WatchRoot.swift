/// A directory to watch.
///
/// Equal values are the same root.
package struct WatchRoot: Hashable, Sendable {
    /// An absolute path without symbolic links.
    package let path: String
    package let isRecursive: Bool

    package init(path: String, isRecursive: Bool) {
        self.path = path
        self.isRecursive = isRecursive
    }
}
