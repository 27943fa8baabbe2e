/// An argument of a step in which `{name}` stands for a parameter; `{{` and `}}` are braces.
package struct ArgumentTemplate: Hashable, Sendable {
    package struct Fault: Error, Hashable, Sendable {
        /// In Unicode scalars from the beginning of the argument.
        package var offset: Int
        package var problem: String
    }

    private enum Part: Hashable {
        case literal(String)
        case parameter(String)
    }

    private var parts: [Part] = []

    /// The parameters that the argument needs, in its order.
    package var parameters: [String] {
        parts.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }

    /// Whether a value, and not the definition, decides how the argument begins.
    package var beginsWithParameter: Bool { if case .parameter? = parts.first { true } else { false } }

    /// Reads an argument as a definition writes it.
    ///
    /// - Throws: A ``Fault`` when a brace has no partner.
    package init(_ text: String) throws(Fault) {
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "{" || scalar == "}", position + 1 < scalars.count, scalars[position + 1] == scalar {
                append(scalar)
                position += 2
            } else if scalar == "{" {
                guard let end = scalars[position...].firstIndex(of: "}") else {
                    throw Fault(offset: position, problem: "the brace is never closed")
                }
                parts.append(.parameter(Self.text(scalars[(position + 1)..<end])))
                position = end + 1
            } else if scalar == "}" {
                throw Fault(offset: position, problem: "the brace was never opened")
            } else {
                append(scalar)
                position += 1
            }
        }
    }

    /// Returns the argument with the values of `parameters` in place; a name that has none stands for nothing, which
    /// a validated definition rules out.
    package func filled(with parameters: [Parameter]) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .literal(let text): result += text
            case .parameter(let name): result += parameters.last { $0.name == name }?.value ?? ""
            }
        }
        return result
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        var text = ""
        if case .literal(let before)? = parts.last {
            text = before
            parts.removeLast()
        }
        text.unicodeScalars.append(scalar)
        parts.append(.literal(text))
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }
}
