import MLOpsControl
import MLOpsData

/// A value of a column as it is told: a number, or the text of anything else.
enum CellValue: Encodable, Equatable, Sendable {
    case number(Double)
    case boolean(Bool)
    case text(String)

    /// A place on the line of an ordered type: numbers as they are, moments by the calendar.
    init(_ value: Double, of type: ColumnType) {
        self = ColumnFamily(type) == .number ? .number(value) : .text(Self.moment(value, type))
    }

    init(_ item: FrequentValues.Item, of type: ColumnType) {
        if let number = item.number {
            self.init(number, of: type)
        } else if type == .boolean {
            self = .boolean(item.text == Array("true".utf8))
        } else {
            self = .text(String(decoding: item.text, as: UTF8.self))
        }
    }

    /// For people: four significant digits and more where whole numbers have them.
    var shown: String {
        switch self {
        case .number(let value): Self.shown(value)
        case .boolean(let value): value ? "true" : "false"
        case .text(let text): text
        }
    }

    static func shown(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e7 { return String(Int(value)) }
        guard value.isFinite, value.magnitude >= 1e-4, value.magnitude < 1e7 else { return scientific(value) }
        var scale = 1.0
        while value.magnitude * scale < 999.95, scale < 1e8 { scale *= 10 }
        let text = "\((value * scale).rounded() / scale)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        case .text(let text): try container.encode(text)
        }
    }

    private static func scientific(_ value: Double) -> String {
        guard value.isFinite, value != 0 else { return "\(value)" }
        var (digits, exponent) = (value, 0)
        while digits.magnitude >= 9.9995, exponent < 400 { (digits, exponent) = (digits / 10, exponent + 1) }
        while digits.magnitude < 0.99995, exponent > -400 { (digits, exponent) = (digits * 10, exponent - 1) }
        let text = "\((digits * 1000).rounded() / 1000)"
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "e\(exponent)"
    }

    private static func moment(_ value: Double, _ type: ColumnType) -> String {
        // Past any calendar a number says more.
        guard (-6.2e16...2.5e17).contains(value) else { return shown(value) }
        let text = Timestamp(microseconds: Int64(value)).rfc3339.replacing(".000000Z", with: "Z")
        switch type {
        case .date: return String(text.prefix(10))
        case .time: return String(text.dropFirst(11).dropLast())
        case .timestamp(let zoned): return zoned ? text : String(text.dropLast())
        default: return text
        }
    }
}
