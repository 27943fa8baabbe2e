import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsLinux
import NIOCore

/// The body of a request, read whole.
struct JSONBody {
    let data: Data
    /// The names of the object's members; empty when it is none.
    private var members: [String] = []

    /// - Parameter limits: A longer body is refused before it is read, or as soon as it turns out to be longer.
    init(_ request: Request, limits: APILimits) async throws {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limits.bodyBytes {
            throw APIFailure(
                .contentTooLarge, .tooLarge, "the body is longer than \(limits.bodyBytes) bytes")
        }
        let buffer = try await request.body.collect(upTo: limits.bodyBytes)
        data = Data(buffer.readableBytesView)
        try check(depth: limits.bodyDepth)
    }

    /// Reads a value; an empty body is an empty object.
    ///
    /// A member that the value does not have is refused: ignoring a mistyped `priorty` would do something else than
    /// was asked for.
    func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        let known = try MemberNames.of(type)
        if let unknown = members.first(where: { !known.contains($0) }) {
            throw APIFailure.malformed(
                "there is no member \"\(UntrustedText.escape(unknown))\"", pointer: "/" + unknown.escapedForPointer,
                hint: "known: " + known.joined(separator: ", "))
        }
        do {
            return try ControlJSON.decode(type, from: data.isEmpty ? Data("{}".utf8) : data)
        } catch let error as DecodingError {
            throw APIFailure.malformed("cannot read the body: \(error.text)", pointer: error.pointer)
        }
    }

    /// Refuses what readers of JSON disagree about, before one of them decides.
    private mutating func check(depth: Int) throws {
        guard !data.isEmpty else { return }
        var reader = JSONReader(Array(data), maximumDepth: depth)
        do throws(JSONReader.Failure) {
            reader.skipSpace()
            if reader.isAtObject {
                try reader.object { (name, reader) throws(JSONReader.Failure) in
                    members.append(name)
                    try reader.skipValue()
                }
            } else {
                try reader.skipValue()
            }
            try reader.end()
        } catch {
            throw APIFailure.malformed("cannot read the body, \(error.line):\(error.column): \(error.problem)")
        }
    }
}

extension DecodingError {
    /// The problem without the words of the library around it.
    fileprivate var text: String {
        switch self {
        case .keyNotFound(let key, _): "member \"\(key.stringValue.snakeCase)\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.debugDescription
        @unknown default: "it does not fit"
        }
    }

    /// RFC 6901.
    fileprivate var pointer: String? {
        let path: [any CodingKey] =
            switch self {
            case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
                .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        let parts = path.map { key in
            key.intValue.map(String.init)
                ?? key.stringValue.snakeCase.escapedForPointer
        }
        return parts.isEmpty ? nil : "/" + parts.joined(separator: "/")
    }
}

extension String {
    /// As a part of a pointer, RFC 6901.
    fileprivate var escapedForPointer: String { replacing("~", with: "~0").replacing("/", with: "~1") }

    /// As members are written.
    fileprivate var snakeCase: String {
        reduce(into: "") { text, character in
            text += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
