/// What was seen or is allowed: a finite number, or words.
package enum ReportedValue: Hashable, Sendable {
    case number(Double)
    case text(String)

    /// A number, or its name where JSON has none for it.
    package static func of(_ value: Double) -> ReportedValue {
        value.isFinite ? .number(value) : .text(value.isNaN ? "NaN" : value < 0 ? "-inf" : "inf")
    }

    package var description: String {
        switch self {
        case .number(let number): NumberText.text(number)
        case .text(let text): text
        }
    }
}

extension ReportedValue: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {  // Anything else has to be a text.
            self = .number(number)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
