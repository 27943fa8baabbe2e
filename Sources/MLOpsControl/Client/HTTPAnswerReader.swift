/// Takes an answer of HTTP/1.1 (RFC 9112) apart as its bytes come.
struct HTTPAnswerReader {
    enum Part: Hashable {
        case head(status: Int, title: String)
        case body([UInt8])
        case end
    }

    private enum Position {
        case head
        case bytes(left: Int)
        case chunkSize
        case chunk(left: Int)
        case afterChunk
        case trailers
        /// The end of the connection is that of the answer.
        case untilEnd
        case end
    }

    private static let longestHead = 64 << 10
    private var position = Position.head
    private var pending: [UInt8] = []

    /// Returns what `bytes` complete.
    mutating func parts(adding bytes: [UInt8]) throws(ControlError) -> [Part] {
        pending += bytes
        var parts: [Part] = []
        while let part = try next() { parts += part }
        return parts
    }

    /// Returns what the end of the connection completes.
    mutating func partsAtEnd() throws(ControlError) -> [Part] {
        switch position {
        case .end: return []
        case .untilEnd:
            position = .end
            return [.end]
        default: throw .interrupted(cause: "the connection was closed before the end of the answer")
        }
    }

    /// Goes one position further; nil: it takes more bytes.
    private mutating func next() throws(ControlError) -> [Part]? {
        switch position {
        case .head: return try head()
        case .bytes(let left): return body(left, then: .end, from: Position.bytes)
        case .chunkSize: return try chunkSize()
        case .chunk(let left): return body(left, then: .afterChunk, from: Position.chunk)
        case .afterChunk: return try endOfChunk()
        case .trailers: return try line().map { proceed(to: $0.isEmpty ? .end : .trailers) }
        case .untilEnd: return pending.isEmpty ? nil : [.body(take(pending.count))]
        case .end: return nil
        }
    }

    private mutating func proceed(to next: Position) -> [Part] {
        position = next
        if case .end = next { return [.end] }
        return []
    }

    private mutating func body(_ left: Int, then next: Position, from: (Int) -> Position) -> [Part]? {
        guard left > 0 else { return proceed(to: next) }
        guard !pending.isEmpty else { return nil }
        let bytes = take(min(left, pending.count))
        position = from(left - bytes.count)
        return [.body(bytes)]
    }

    private mutating func chunkSize() throws(ControlError) -> [Part]? {
        guard let line = try line() else { return nil }
        guard let size = Int(line.prefix { $0 != ";" && $0 != " " }, radix: 16), size >= 0 else {
            throw .unreadable(cause: "\"\(line)\" is no size of a chunk")
        }
        return proceed(to: size == 0 ? .trailers : .chunk(left: size))
    }

    private mutating func endOfChunk() throws(ControlError) -> [Part]? {
        guard let line = try line() else { return nil }
        guard line.isEmpty else { throw .unreadable(cause: "a chunk is longer than it says") }
        return proceed(to: .chunkSize)
    }

    private mutating func head() throws(ControlError) -> [Part]? {
        guard let end = endOfHead else {
            guard pending.count <= Self.longestHead else { throw .unreadable(cause: "its head does not end") }
            return nil
        }
        let lines = String(decoding: take(end), as: UTF8.self).split { $0 == "\r\n" || $0 == "\n" }.map(String.init)
        let head = try HTTPAnswerHead(lines)
        // Says that more is to come, and nothing else.
        guard head.status >= 200 else { return [] }
        position = head.isChunked ? .chunkSize : head.length.map(Position.bytes) ?? .untilEnd
        return [.head(status: head.status, title: head.title)]
    }

    private var endOfHead: Int? {
        var newlines = 0
        for (index, byte) in pending.enumerated() {
            if byte == 0x0A { newlines += 1 } else if byte != 0x0D { newlines = 0 }
            if newlines == 2 { return index + 1 }
        }
        return nil
    }

    private mutating func line() throws(ControlError) -> String? {
        guard let end = pending.firstIndex(of: 0x0A) else {
            guard pending.count <= Self.longestHead else { throw .unreadable(cause: "a line of it does not end") }
            return nil
        }
        let line = String(decoding: take(end + 1), as: UTF8.self)
        return String(line.prefix { !$0.isNewline })
    }

    private mutating func take(_ count: Int) -> [UInt8] {
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }
}
