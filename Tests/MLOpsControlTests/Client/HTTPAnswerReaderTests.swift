import Testing

@testable import MLOpsControl

@Suite struct `Answers of HTTP` {
    private typealias Part = HTTPAnswerReader.Part

    /// Reads it in pieces of so many bytes; parts of the body that follow one another are put together.
    private func read(_ text: String, by count: Int, isClosed: Bool = false) throws -> [Part] {
        var reader = HTTPAnswerReader()
        var parts: [Part] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            parts += try reader.parts(adding: Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        if isClosed { parts += try reader.partsAtEnd() }
        return joined(parts)
    }

    private func joined(_ parts: [Part]) -> [Part] {
        parts.reduce(into: []) { result, part in
            if case .body(let more) = part, case .body(let bytes) = result.last {
                result[result.count - 1] = .body(bytes + more)
            } else {
                result.append(part)
            }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func `a length ends the body, however it is cut`(count: Int) throws {
        let parts = try read("HTTP/1.1 200 OK\r\ncontent-length:  5 \r\nX: y\r\n\r\nhello", by: count)
        #expect(parts == [.head(status: 200, title: "OK"), .body(Array("hello".utf8)), .end])
    }

    @Test(arguments: [1, 1000]) func `lines may end in bare line feeds`(count: Int) throws {
        let parts = try read("HTTP/1.1 200 OK\nX: y\nContent-Length: 5\n\nhello", by: count)
        #expect(parts == [.head(status: 200, title: "OK"), .body(Array("hello".utf8)), .end])
    }

    @Test(arguments: [1, 2, 3, 7, 1000]) func `chunks are put together`(count: Int) throws {
        let text =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\nB\r\n, all\r\n you\r\n0\r\nT: x\r\n\r\n"
        let parts = try read(text, by: count)
        #expect(parts == [.head(status: 200, title: "OK"), .body(Array("hello, all\r\n you".utf8)), .end])
    }

    @Test(arguments: [1, 1000]) func `what has no body has none, and 100 is no answer`(count: Int) throws {
        let parts = try read(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", by: count)
        #expect(parts == [.head(status: 404, title: "Not Found"), .end])
    }

    @Test func `without a length the connection's end is the answer's`() throws {
        let parts = try read("HTTP/1.0 200 OK\r\n\r\nhello", by: 4, isClosed: true)
        #expect(parts == [.head(status: 200, title: "OK"), .body(Array("hello".utf8)), .end])
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n", "",
    ])
    func `an end before the end is not the end`(text: String) throws {
        let error = #expect(throws: ControlError.self) { try read(text, by: 3, isClosed: true) }
        guard case .interrupted = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test(arguments: [
        "SSH-2.0-OpenSSH_9.2\r\n\r\n", "HTTP/1.1 20x OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno field\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello, all\r\n0\r\n\r\n",
    ])
    func `what is no answer is not read as one`(text: String) throws {
        let error = #expect(throws: ControlError.self) { try read(text, by: 3) }
        guard case .unreadable = error else { return #expect(Bool(false), "\(error as Any)") }
    }

    @Test func `a head and a line that do not end are bounded`() throws {
        let endless = String(repeating: "x", count: 70_000)
        #expect(throws: ControlError.self) { try read("HTTP/1.1 200 OK\r\nX: " + endless, by: 1_000) }
        #expect(throws: ControlError.self) {
            try read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + endless, by: 1_000)
        }
    }
}
