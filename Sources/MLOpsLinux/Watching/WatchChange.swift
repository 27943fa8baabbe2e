/// A hint that one entry of a watched directory changed.
///
/// A hint only: what is true, the directory says.
package struct WatchChange: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable {
        case closedAfterWrite, movedIn, movedOut, created, deleted, attributes
        /// It was there when a directory that had just appeared was listed.
        case found
    }

    package let root: WatchRoot
    /// Relative to the root; the root's own path for a change of its attributes.
    package let path: RelativePath
    package let kind: Kind
    package let isDirectory: Bool
}
