import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import NIOCore

/// The body of a request, read whole.
struct JSONBody {
    let data: Data

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
    func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        do {
            return try ControlJSON.decode(type, from: data.isEmpty ? Data("{}".utf8) : data)
        } catch let error as DecodingError {
            throw APIFailure.malformed("cannot read the body: \(error.text)", pointer: error.pointer)
        }
    }

    /// Refuses what readers of JSON disagree about, before one of them decides.
    private func check(depth: Int) throws {
        guard !data.isEmpty else { return }
        var reader = JSONReader(Array(data), maximumDepth: depth)
        do throws(JSONReader.Failure) {
            reader.skipSpace()
            try reader.skipValue()
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
                ?? key.stringValue.snakeCase.replacing("~", with: "~0").replacing("/", with: "~1")
        }
        return parts.isEmpty ? nil : "/" + parts.joined(separator: "/")
    }
}

extension String {
    /// As members are written.
    fileprivate var snakeCase: String {
        reduce(into: "") { text, character in
            text += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
