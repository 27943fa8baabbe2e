/// A column of the data that a schema is inferred from.
package struct EvidenceColumn: Hashable, Sendable {
    package var name: String
    package var type: SchemaType
    package var format: MomentFormat?
    package var hasDecimalComma: Bool

    package init(name: String, type: SchemaType, format: MomentFormat? = nil, hasDecimalComma: Bool = false) {
        self.name = name
        self.type = type
        self.format = format
        self.hasDecimalComma = hasDecimalComma
    }
}
