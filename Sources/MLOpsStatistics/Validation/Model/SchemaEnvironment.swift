/// Where data is used, and what differs there: serving has no label, training needs one.
package struct SchemaEnvironment: Hashable, Sendable, Codable {
    package var name: String
    /// Columns that must be there.
    package var required: [String]
    /// Columns that must not be there.
    package var forbidden: [String]

    package init(name: String, required: [String] = [], forbidden: [String] = []) {
        self.name = name
        self.required = required
        self.forbidden = forbidden
    }
}
