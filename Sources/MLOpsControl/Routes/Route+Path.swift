extension Route {
    /// Returns the request target for values that stand in the order of the template, each percent-encoded, and a query
    /// of the pairs whose value is not nil.
    package func target(_ values: [String] = [], query: [(name: String, value: String?)] = []) -> String {
        var rest = values[...]
        let path = template.split(separator: "/").map { part in
            part.hasPrefix("{") ? Self.percentEncoded(rest.popFirst() ?? "") : String(part)
        }
        let pairs = query.compactMap { pair in
            pair.value.map { "\(Self.percentEncoded(pair.name))=\(Self.percentEncoded($0))" }
        }
        return "/" + path.joined(separator: "/") + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }

    /// Everything but the unreserved characters of RFC 3986 is encoded, so that a name can not leave its place.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        // A path of dots would be taken for a step up by whatever normalises it on the way.
        let mustEncodeDots = text.allSatisfy { $0 == "." }
        return text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x7E:
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case 0x2E where !mustEncodeDots:
                result.append(".")
            default:
                result.append("%")
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 15)])
            }
        }
    }
}
