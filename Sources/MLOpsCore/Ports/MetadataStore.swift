/// The record, as the core's shell sees it.
///
/// The SQLite store and the simulator's fake pass one conformance suite.
package protocol MetadataStore {
    /// Commits all mutations in order in one durable transaction, or none of them.
    mutating func commit(_ mutations: [Mutation]) throws(StoreError)
    /// Commits the first mutations and then the rest, as above, if what they were decided from holds; else none, and
    /// throws `outdated`.
    ///
    /// - Parameters:
    ///   - rest: asked once, and may have to wait for its answer; the first may be written by then.
    ///   - holds: the same, after `rest` and as late as can be.
    mutating func commit(
        _ first: [Mutation], then rest: () -> [Mutation], provided holds: () -> Bool
    ) throws(StoreError)
    func restore() throws(StoreError) -> Snapshot
    /// Returns the reply that was kept under the key, unless it is forgotten.
    func keptReply(_ key: String) throws(StoreError) -> KeptReply?
}

extension MetadataStore {
    package mutating func commit(
        _ first: [Mutation], then rest: () -> [Mutation], provided holds: () -> Bool
    ) throws(StoreError) {
        let mutations = first + rest()
        guard holds() else { throw .outdated }
        try commit(mutations)
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
        /// What was to be committed had been decided from what no longer holds.
        case outdated
        case other
    }

    package static let outdated = StoreError(
        .outdated, "cannot commit what was decided: what it was decided from has changed; it is decided again")

    package var code: Code
    package var description: String

    package init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
