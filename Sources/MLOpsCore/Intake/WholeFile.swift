/// A file that was found to be whole, before the index is asked what it knows of its path.
package struct WholeFile: Hashable, Sendable {
    package var path: [UInt8]
    package var fingerprint: FileRecord.Fingerprint
    package var rung: FileRecord.Rung
    /// Hex SHA-256 of the content; nil: not computed.
    package var digest: String?
    /// As counted, or as its manifest says.
    package var rows: Int64?
    /// Whether all that is known to have happened to it is a change of times, permissions, owner or links.
    package var changedOnlyAttributes: Bool

    package init(
        path: [UInt8], fingerprint: FileRecord.Fingerprint, rung: FileRecord.Rung, digest: String? = nil,
        rows: Int64? = nil, changedOnlyAttributes: Bool = false
    ) {
        self.path = path
        self.fingerprint = fingerprint
        self.rung = rung
        self.digest = digest
        self.rows = rows
        self.changedOnlyAttributes = changedOnlyAttributes
    }
}
