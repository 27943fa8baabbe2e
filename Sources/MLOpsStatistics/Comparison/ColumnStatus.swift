/// Whether a comparison of one column could be made.
package enum ColumnStatus: String, Sendable, Codable {
    /// Both sides have values enough.
    case compared
    /// Too few rows to tell the smallest effect that matters from none; more must be collected.
    case insufficient
    /// A side has no rows at all.
    case empty
    /// A side has rows, but no values; the share of nulls was compared.
    case allNull = "all_null"
    /// The two sides are of different kinds and cannot be compared.
    case incomparable

    /// The least effective size at which a stability index of 0.05 differs from 0 on two cells: χ²(1; 5 %)/0.05.
    package static let minimumEffectiveSize = 76.8

    init(_ compared: ComparedCells, _ evidence: RowEvidence?) {
        guard let evidence else {
            self = .empty
            return
        }
        if compared.values.isOneSided {
            self = .allNull
        } else {
            self = evidence.effectiveSize < Self.minimumEffectiveSize ? .insufficient : .compared
        }
    }
}
