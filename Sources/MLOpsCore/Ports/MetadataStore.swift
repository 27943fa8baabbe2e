/// The record, as the core's shell sees it.
///
/// The SQLite store and the simulator's fake pass one conformance suite.
package protocol MetadataStore {
    /// Commits all mutations in order in one durable transaction, or none of them.
    mutating func commit(_ mutations: [Mutation]) throws(StoreError)
    /// Commits the first mutations and then the rest, as above.
    ///
    /// - Parameter rest: asked once, and may have to wait for its answer; the first may be written by then.
    mutating func commit(_ first: [Mutation], then rest: () -> [Mutation]) throws(StoreError)
    func restore() throws(StoreError) -> Snapshot
    /// Returns the reply that was kept under the key, unless it is forgotten.
    func keptReply(_ key: String) throws(StoreError) -> KeptReply?
}

extension MetadataStore {
    package mutating func commit(_ first: [Mutation], then rest: () -> [Mutation]) throws(StoreError) {
        try commit(first + rest())
    }
}

/// Why the record could not be read or written.
package struct StoreError: Error, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Worth another try: the file is locked.
        case busy
        /// Space, quota or inodes are used up.
        case full
        /// The device or the file system fails.
        case inputOutput = "input-output"
        /// The file is not what it should be.
        case corrupt
        /// A newer mlopsd wrote it.
        case newerSchema = "newer-schema"
        /// A uniqueness rule refused the change: the mutation had been committed before.
        case conflict
        case other
    }

    package var code: Code
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
