import CMLOpsLinux
import Glibc

/// One plain HTTP/1.1 request and the beginning of its answer, with a deadline for all of it.
package struct HTTPQuestion: Hashable, Sendable {
    package struct Answer: Hashable, Sendable {
        package let status: Int
        /// As much of head and body as was read.
        package let text: String

        /// As much of the body as was read.
        package var body: String {
            guard let end = text.firstRange(of: "\r\n\r\n") else { return "" }
            let lines = text[..<end.lowerBound].split(separator: "\r\n").map { $0.lowercased() }
            let isChunked = lines.contains { $0.hasPrefix("transfer-encoding:") && $0.hasSuffix("chunked") }
            let body = text[end.upperBound...]
            return isChunked ? Self.joined(chunks: body.utf8) : String(body)
        }

        /// What chunks hold (RFC 9112, 7.1), up to the first that is not whole.
        private static func joined(chunks: Substring.UTF8View) -> String {
            var rest = chunks[...]
            var whole: [UInt8] = []
            while let end = rest.firstIndex(of: UInt8(ascii: "\r")) {
                let size = rest[..<end].prefix { $0 != UInt8(ascii: ";") }
                guard let count = Int(String(decoding: size, as: UTF8.self), radix: 16), count > 0 else { break }
                rest = rest[end...].dropFirst(2)
                guard rest.count >= count else { break }
                whole += rest.prefix(count)
                rest = rest.dropFirst(count).dropFirst(2)
            }
            return String(decoding: whole, as: UTF8.self)
        }
    }

    /// More of an answer is not read, where nothing else is said.
    private static let maximumBytes = 64 * 1024

    private enum Place: Hashable {
        case network(host: String, port: String)
        case unix(path: String)
    }

    private let place: Place
    private let path: String
    private let authority: String

    /// nil when the address is not of the form `http://host:port/path`.
    package init?(_ url: String) {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let path = rest.dropFirst(authority.count)
        let isBracketed = authority.hasPrefix("[")
        let name = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let after = isBracketed ? authority.drop { $0 != "]" }.dropFirst() : authority.dropFirst(name.count)
        guard !name.isEmpty, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
        place = .network(host: String(name), port: after.hasPrefix(":") ? String(after.dropFirst()) : "80")
        self.path = path.hasPrefix("/") ? String(path) : "/" + path
        self.authority = String(authority)
    }

    /// Whether the address says by itself that it is of this machine.
    package var isOfThisMachine: Bool {
        guard case .network(let host, _) = place else { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1"
            || numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    }

    /// Asks at a Unix socket.
    ///
    /// - Parameter path: what is asked for, beginning with a slash.
    package init(socket: String, path: String) {
        place = .unix(path: socket)
        self.path = path
        authority = "localhost"
    }

    /// Asks on the calling thread, which must be one that may block.
    ///
    /// A name that has to be looked up in the network may take longer than `timeout`.
    package func ask(timeout: Duration) throws(LinuxError) -> Answer {
        try exchange(nil, headers: [], timeout: timeout, maximumBytes: Self.maximumBytes)
    }

    /// The same for a request of any kind.
    ///
    /// - Parameters:
    ///   - body: what is sent by POST; nil: it is a GET.
    ///   - headers: names and values that hold no line ends.
    ///   - maximumBytes: More of the answer, head and body, is not read.
    package func exchange(
        _ body: [UInt8]?, headers: [(String, String)], timeout: Duration, maximumBytes: Int
    ) throws(LinuxError) -> Answer {
        let deadline = ContinuousClock.now + timeout
        let socket = try connected(by: deadline)
        let method = body == nil ? "GET" : "POST"
        let headers = headers + (body.map { [("Content-Length", "\($0.count)")] } ?? [("Accept", "*/*")])
        let fixed = [("Host", authority), ("User-Agent", "mlopsd"), ("Connection", "close")]
        let lines = ["\(method) \(path) HTTP/1.1"] + (fixed + headers).map { "\($0.0): \($0.1)" }
        let head = lines.joined(separator: "\r\n") + "\r\n\r\n"
        try send(Array(head.utf8) + (body ?? []), to: socket, by: deadline)
        return try answer(in: receive(from: socket, upTo: maximumBytes, by: deadline))
    }

    private func connected(by deadline: ContinuousClock.Instant) throws(LinuxError) -> Descriptor {
        switch place {
        case .network(let host, let port): try connected(to: host, port, by: deadline)
        case .unix(let path): try connected(toSocket: path, by: deadline)
        }
    }

    private func connected(
        toSocket path: String, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) -> Descriptor {
        let short = try UnixSocketPath(path)
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw .last("connect to", path) }
        let socket = Descriptor(owning: number)
        guard mlops_connect_unix(number, short.text) == 0 else { throw .last("connect to", path) }
        return socket
    }

    private func connected(
        to host: String, _ port: String, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) -> Descriptor {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, port, &hints, &list)
        guard code == 0 else {
            throw LinuxError("look up", authority, .malformed(String(cString: gai_strerror(code))))
        }
        defer { freeaddrinfo(list) }
        var last = LinuxError("connect to", authority, .malformed("it has no address"))
        var next = list
        while let address = next?.pointee {
            next = address.ai_next
            do throws(LinuxError) {
                return try connect(to: address, by: deadline)
            } catch {
                last = error
            }
        }
        throw last
    }

    private func connect(
        to address: addrinfo, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) -> Descriptor {
        let flags = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = socket(address.ai_family, flags, address.ai_protocol)
        guard number >= 0 else { throw .last("connect to", authority) }
        let socket = Descriptor(owning: number)
        if Glibc.connect(number, address.ai_addr, address.ai_addrlen) == 0 { return socket }
        guard errno == EINPROGRESS else { throw .last("connect to", authority) }
        try wait(for: POLLOUT, on: socket, by: deadline)
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(number, SOL_SOCKET, SO_ERROR, &failure, &size) == 0, failure == 0 else {
            throw LinuxError("connect to", authority, .system(failure == 0 ? errno : failure))
        }
        return socket
    }

    private func send(
        _ bytes: [UInt8], to socket: Descriptor, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try wait(for: POLLOUT, on: socket, by: deadline)
            let count = rest.withUnsafeBytes {
                Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(truncatingIfNeeded: MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count > 0 else { throw .last("ask", authority) }
            rest = rest.dropFirst(count)
        }
    }

    private func receive(
        from socket: Descriptor, upTo maximumBytes: Int, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) -> [UInt8] {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 * 1024)
        while answer.count < maximumBytes, !isWhole(answer) {
            try wait(for: POLLIN, on: socket, by: deadline)
            let count = recv(socket.number, &piece, piece.count, 0)
            if count < 0, errno == EAGAIN || errno == EINTR { continue }
            guard count >= 0 else { throw .last("read the answer of", authority) }
            if count == 0 { break }
            answer += piece[..<count]
        }
        return answer
    }

    /// Whether a server that keeps the connection open all the same has said all that it announced.
    private func isWhole(_ answer: [UInt8]) -> Bool {
        let text = String(decoding: answer, as: UTF8.self)
        guard let head = text.firstRange(of: "\r\n\r\n") else { return false }
        let lines = text[..<head.lowerBound].split(separator: "\r\n").map { $0.lowercased() }
        guard let length = lines.first(where: { $0.hasPrefix("content-length:") }),
            let count = Int(length.dropFirst("content-length:".count).drop { $0 == " " }), count >= 0
        else { return false }
        return text[head.upperBound...].utf8.count >= count
    }

    private func answer(in bytes: [UInt8]) throws(LinuxError) -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        let words = text.prefix { $0 != "\r\n" && $0 != "\n" }.split(separator: " ")
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw LinuxError("read the answer of", authority, .malformed("it is no HTTP"))
        }
        return Answer(status: status, text: text)
    }

    private func wait(
        for event: Int32, on socket: Descriptor, by deadline: ContinuousClock.Instant
    ) throws(LinuxError) {
        while true {
            let left = deadline - ContinuousClock.now
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            var wait = pollfd(fd: socket.number, events: Int16(event), revents: 0)
            let count = poll(&wait, 1, Int32(clamping: max(0, milliseconds)))
            if count > 0 { return }
            if count < 0, errno != EINTR { throw .last("wait for", authority) }
            if left <= .zero { throw LinuxError("ask", authority, .system(ETIMEDOUT)) }
        }
    }
}
