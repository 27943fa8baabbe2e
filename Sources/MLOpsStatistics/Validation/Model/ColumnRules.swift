/// What is expected of one column.
///
/// Rates are shares of rows in [0, 1].
package struct ColumnRules: Hashable, Sendable, Codable {
    package enum Case: String, Hashable, Sendable, Codable, CaseIterable { case exact, ignore }
    package enum Monotone: String, Hashable, Sendable, Codable, CaseIterable { case weak, strict }
    /// What the values mean, whatever their type.
    package enum Semantic: String, Hashable, Sendable, Codable, CaseIterable {
        case numeric, category, identifier, probability, time, text
    }

    package var name: String
    package var type: SchemaType
    package var description: String?
    /// Of moments in text; nil: as ISO 8601 without a zone.
    package var format: MomentFormat?
    /// Of numbers in text: a comma stands for the point.
    package var hasDecimalComma = false
    package var isRequired = true

    /// The largest rate of rows without a value.
    package var nullable = 0.0
    /// The largest rate of cells that are not of the type.
    package var maximumInvalid = 0.0
    package var maximumNaN = 0.0
    package var maximumInfinite = 0.0

    /// No value may lie outside.
    package var range: ValueRange?
    /// Where values lie as a rule.
    package var softRange: ValueRange?
    /// The largest rate of values outside the soft range.
    package var maximumOutside = 0.01
    /// The known values as text; nil: any.
    package var domain: [String]?
    /// The largest rate of values that are not in the domain.
    package var maximumUnseen = 0.0
    package var letterCase = Case.exact
    /// In Unicode scalars.
    package var length: ValueRange?
    /// The whole text of every value has to match.
    package var pattern: String?
    package var isUnique = false
    /// No value makes up more than nine tenths of the rows, so that a column of one value is a fault.
    package var varies = false
    /// The median when the schema was made; a window whose median is that in another unit is a fault.
    package var median: Double?

    /// The newest value is at most so many microseconds older than the time of the check.
    package var maximumLag: Int64?
    /// No value is later than so many microseconds after the time of the check.
    package var maximumFuture: Int64?
    package var monotone: Monotone?

    package var semantic: Semantic?
    /// Whether drift of the column counts, and how much.
    package var watchesDrift = true
    package var weight = 1.0
    /// Values are personal: reports show a hash in their place.
    package var isPersonal = false
    /// Overrides of the rules' own severities, in the order of the rules.
    package var severities: [ValidationRule: Severity] = [:]

    package init(name: String, type: SchemaType) {
        self.name = name
        self.type = type
    }
}
