/// A change of a schema that makes it accept what was seen.
package enum SchemaFix: Hashable, Sendable {
    case column(String, ColumnFix)
    /// A column that the schema does not know; its rules come from inference.
    case add(String)
    /// Everything that is said of the column comes from inference anew.
    case infer(String)
    case rename(String, to: String)
    case dataset(DatasetFix)

    package enum ColumnFix: Hashable, Sendable {
        case optional
        case nullable(Double), invalid(Double), nan(Double), infinite(Double), outside(Double), unseen(Double)
        case range(ValueRange?), length(ValueRange?)
        case domain([String]?)
        case noPattern, notUnique, mayBeConstant
        case median(Double?)
        case lag(Int64), future(Int64)
        case noMonotone
    }

    package enum DatasetFix: Hashable, Sendable {
        case minimumRows(Int), maximumRows(Int)
        case malformed(Double), duplicateRows(Double)
        case staleness(Int64)
        case noKey, freeOrder, noVolume
        case comparison(Int, Double)
    }
}
