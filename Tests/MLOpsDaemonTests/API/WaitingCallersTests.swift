import Glibc
import MLOpsLinux
import Testing

@testable import MLOpsControl
@testable import MLOpsDaemon

@Suite struct `Callers of a daemon that can not start` {
    private let scratch: Scratch
    private let listener: Descriptor
    private var path: String { scratch.path + "/socket" }

    init() throws {
        scratch = try Scratch()
        listener = Descriptor(owning: socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array((scratch.path + "/socket").utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let number = listener.number
        let isBound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 && listen(number, 16) == 0
            }
        }
        try #require(isBound, "bind: \(errno)")
    }

    @Test func `nobody keeps it from ending`() { #expect(!WaitingCallers(at: listener).areTold()) }

    @Test func `all are told what to do, also one that asks nothing and one that has gone`() throws {
        let callers = try (0..<3).map { _ in try ControlSocket(connectingTo: path) }
        var gone: ControlSocket? = try ControlSocket(connectingTo: path)
        try gone?.write(Array("GET /v1/status HTTP/1.1\r\n\r\n".utf8))
        gone = nil
        for caller in callers.dropLast() { try caller.write(Array("GET /v1/status HTTP/1.1\r\n\r\n".utf8)) }
        let waiting = WaitingCallers(at: listener)
        #expect(waiting.areTold())
        for caller in callers {
            let answer = try #require(try caller.read(silenceSeconds: 10))
            var reader = HTTPAnswerReader()
            let parts = try reader.parts(adding: answer)
            #expect(
                parts.first == HTTPAnswerReader.Part.head(status: 503, title: "Service Unavailable")
                    && parts.last == HTTPAnswerReader.Part.end)
            #expect(String(decoding: answer, as: UTF8.self).contains("journalctl -u mlopsd"))
        }
        #expect(waiting.areTold(), "it does not wait for those who ask again")
    }
}
