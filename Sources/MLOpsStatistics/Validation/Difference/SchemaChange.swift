/// One difference between two schemas.
package struct SchemaChange: Hashable, Sendable, Codable {
    /// What it does to the data that is accepted.
    package enum Effect: String, Hashable, Sendable, Codable, CaseIterable {
        case loosened, tightened
        /// Both, or neither.
        case changed
    }

    /// Where: `columns.age.nullable`.
    package var key: String
    /// nil: it was not there.
    package var old: String?
    /// nil: it is not there any more.
    package var new: String?
    package var effect: Effect

    package init(key: String, old: String?, new: String?, effect: Effect) {
        self.key = key
        self.old = old
        self.new = new
        self.effect = effect
    }
}
