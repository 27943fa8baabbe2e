/// A name that a definition gives to one of its parts; the kinds of names do not mix.
package protocol Name: Hashable, Comparable, Sendable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    var text: String { get }
    init(_ text: String)
}

extension Name {
    package init(stringLiteral text: String) { self.init(text) }
    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

package struct PipelineName: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct DatasetName: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct TriggerName: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}

package struct StepName: Name {
    package let text: String
    package init(_ text: String) { self.text = text }
}
