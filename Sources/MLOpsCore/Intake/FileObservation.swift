/// What is learnt about one path, and what a rule can be told of it.
package enum FileObservation: Hashable, Sendable {
    /// How attention came to the path.
    ///
    /// Hints only wake; what counts is the look that follows.
    package enum Hint: Hashable, Sendable, CaseIterable {
        /// By listing its directory.
        case found
        /// The name appeared: a file created to be written, or a link to one that is whole.
        case created
        /// Someone who could write closed it.
        case written
        /// The name was given by a rename.
        case movedIn
        /// Times, permissions, owner or links changed.
        case attributesChanged
    }

    package enum Look: Hashable, Sendable {
        case regular(FileRecord.Fingerprint)
        /// Not a regular file; what it is, in words: "a symbolic link".
        case special(String)
        case unreadable(String)
        case absent
    }

    package enum Lease: Hashable, Sendable, CaseIterable {
        /// No one has the file open for writing or mapped writable.
        case granted
        /// Someone has.
        case refused
        /// The file system, or the lack of a privilege, leaves the question open.
        case unsupported
    }

    case hint(Hint)
    case look(Look)
    /// The answer, and the fingerprint after it was given.
    case lease(Lease, FileRecord.Fingerprint)
}
