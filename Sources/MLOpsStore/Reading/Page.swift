/// Which part of a list is asked for: lists are read newest first and in parts, never whole.
package struct Page<Cursor: Sendable>: Sendable {
    /// The last element of the part before; nil: from the newest on.
    package var before: Cursor?
    /// At most this many; 1 to 1000.
    package var limit: Int

    package init(before: Cursor? = nil, limit: Int = 50) {
        self.before = before
        self.limit = min(max(limit, 1), 1000)
    }
}
