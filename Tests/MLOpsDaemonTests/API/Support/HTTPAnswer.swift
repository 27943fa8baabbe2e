import Foundation
import Testing

/// An answer as it came over the wire.
struct HTTPAnswer {
    let status: Int
    let headers: [String: String]
    let body: String

    /// - Parameter text: A whole answer, to the end of its connection.
    init(_ text: String) throws {
        let end = try #require(text.firstRange(of: "\r\n\r\n"), "no end of headers in \(text.prefix(200))")
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let first = try #require(lines.first)
        status = try #require(Int(first.split(separator: " ").dropFirst().first ?? ""))
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        self.headers = headers
        let rest = String(text[end.upperBound...])
        body = headers["transfer-encoding"] == "chunked" ? Self.joinedChunks(of: rest) : rest
    }

    var json: Any? {
        get throws { try JSONSerialization.jsonObject(with: Data(body.utf8), options: .fragmentsAllowed) }
    }

    /// The object's member, when the body is one.
    subscript(member: String) -> Any? { ((try? json) as? [String: Any])?[member] }

    var code: String? { self["code"] as? String }

    private static func joinedChunks(of text: String) -> String {
        var joined = ""
        var rest = Substring(text)
        while let end = rest.firstRange(of: "\r\n"), let size = Int(rest[..<end.lowerBound], radix: 16), size > 0 {
            let chunk = rest[end.upperBound...].utf8.prefix(size)
            joined += String(Substring(chunk))
            rest = rest[end.upperBound...]
            rest = Substring(rest.utf8.dropFirst(size + 2))
        }
        return joined
    }
}
