import CMLOpsLinux
import Dispatch
import Glibc
import Synchronization

/// A real HTTP server on the loopback, which answers as a test says and keeps what it got.
final class HTTPReceiver: Sendable {
    struct Message: Sendable {
        var method: String
        /// Path and query, as they were sent.
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: String
    }

    enum Answer: Sendable {
        case status(Int)
        /// A status with JSON.
        case reply(Int, String)
        /// Nothing, for as long as the other side waits.
        case silence
        /// Hangs up without a word.
        case hangUp
    }

    let port: UInt16
    private let descriptor: Int32
    private let got = Mutex<[Message]>([])
    private let answer: @Sendable (Message, Int) -> Answer

    /// - Parameter answer: told of a message and of how many came before it.
    init(_ answer: @escaping @Sendable (Message, Int) -> Answer) throws {
        self.answer = answer
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let number = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, size) == 0 && listen(number, 64) == 0 && getsockname(number, $0, &size) == 0
            }
        }
        guard isListening else { throw HarnessError("cannot listen: \(errno)") }
        port = UInt16(bigEndian: address.sin_port)
        DispatchQueue(label: "receiver").async { [self] in accept() }
    }

    var address: String { "http://127.0.0.1:\(port)" }
    var url: String { "\(address)/hook" }

    /// In the order in which they came.
    var messages: [Message] { got.withLock(\.self) }

    /// Hears nobody any more.
    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private func accept() {
        while true {
            let connection = Glibc.accept(descriptor, nil, nil)
            guard connection >= 0 else { break }
            DispatchQueue.global().async { [self] in serve(connection) }
        }
        Glibc.close(descriptor)
    }

    private func serve(_ connection: Int32) {
        defer { Glibc.close(connection) }
        guard let message = read(connection) else { return }
        let before = got.withLock { got in
            got.append(message)
            return got.count - 1
        }
        switch answer(message, before) {
        case .status(let status): Self.say(status, "", to: connection)
        case .reply(let status, let body): Self.say(status, body, to: connection)
        case .silence:
            // Until the other side hangs up.
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
        case .hangUp: break
        }
    }

    private static func say(_ status: Int, _ body: String, to connection: Int32) {
        let text = "HTTP/1.1 \(status) Whatever\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        _ = send(connection, text, text.utf8.count, Int32(MSG_NOSIGNAL))
    }

    private func read(_ connection: Int32) -> Message? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            if let message = Self.message(String(decoding: bytes, as: UTF8.self)) { return message }
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            bytes += piece[..<count]
        }
    }

    private static func message(_ text: String) -> Message? {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        var headers: [String: String] = [:]
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
        }
        let body = String(text[end.upperBound...])
        return body.utf8.count >= Int(headers["content-length"] ?? "0") ?? 0
            ? Message(method: String(words[0]), target: String(words[1]), headers: headers, body: body) : nil
    }
}
