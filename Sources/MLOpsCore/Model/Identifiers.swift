/// An identifier made of a prefix and a serial number, written `r17`, unique within one state directory.
package protocol SerialIdentifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    static var prefix: String { get }
    var number: Int64 { get }
    init(_ number: Int64)
}

extension SerialIdentifier {
    /// Parses `r17`; nil when the prefix or the number is wrong.
    package init?(parsing text: some StringProtocol) {
        guard text.hasPrefix(Self.prefix), let number = Int64(text.dropFirst(Self.prefix.count)), number > 0 else {
            return nil
        }
        self.init(number)
    }

    package var description: String { Self.prefix + String(number) }

    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(Int64.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}

package struct EvidenceID: SerialIdentifier {
    package static let prefix = "e"
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct DecisionID: SerialIdentifier {
    package static let prefix = "d"
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct RequestID: SerialIdentifier {
    package static let prefix = "q"
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct RunID: SerialIdentifier {
    package static let prefix = "r"
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}

package struct DeploymentID: SerialIdentifier {
    package static let prefix = "l"
    package let number: Int64
    package init(_ number: Int64) { self.number = number }
}
