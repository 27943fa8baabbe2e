import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

/// The journal gets what is told, and decides nothing by being slow.
@Suite struct `A copy for the journal` {
    private let scratch: Scratch
    private let journal: Descriptor

    init() throws {
        scratch = try Scratch()
        journal = Descriptor(owning: socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0))
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = Array("\(scratch.path)/journal".utf8)
        try #require(path.count < MemoryLayout.size(ofValue: address.sun_path))
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(journal.number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0, "bind: \(errno)")
    }

    private func copy() throws -> JournalCopy {
        JournalCopy(try #require(JournalWriter(at: "\(scratch.path)/journal")))
    }

    /// The next record, which is waited for.
    private func receive() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 100_000)
        let count = recv(journal.number, &bytes, bytes.count, 0)
        return Array(bytes.prefix(max(0, count)))
    }

    @Test func `keeps what the socket has no room for, in order, and keeps nobody waiting`() throws {
        let copy = try copy()
        for number in 0..<3000 { try copy.write("message \(number)", priority: 6, fields: []) }
        for number in 0..<3000 {
            #expect(String(decoding: receive(), as: UTF8.self) == "MESSAGE=message \(number)\nPRIORITY=6\n")
        }
        copy.finish(within: .seconds(5))
        try copy.write("later", priority: 6, fields: [])
        #expect(String(decoding: receive(), as: UTF8.self).hasPrefix("MESSAGE=later\n"))
    }

    @Test func `tells how many messages there was no room for`() throws {
        let copy = try copy()
        for number in 0..<10_000 { try copy.write("\(number)", priority: 6, fields: []) }
        var last = ""
        var received = 0
        while !last.contains(" not in the journal") {
            last = String(decoding: receive(), as: UTF8.self)
            received += 1
        }
        #expect(last.hasPrefix("MESSAGE=\(10_001 - received) messages are not in the journal"), "\(last)")
        #expect(received > 4096 && received < 10_000)
    }

    @Test func `ends in a bounded time where nobody reads`() throws {
        let copy = try copy()
        for number in 0..<1000 { try copy.write("\(number)", priority: 6, fields: []) }
        let clock = ContinuousClock()
        #expect(clock.measure { copy.finish(within: .seconds(1)) } < .seconds(20))
    }

    @Test func `H1 has a value of several lines behind its length, where it forges no field`() throws {
        try copy().write("a\nPRIORITY=0", priority: 6, fields: [JournalField("MLOPSD_STEP", "train")])
        let length: [UInt8] = [12, 0, 0, 0, 0, 0, 0, 0]
        #expect(
            receive() == Array("MESSAGE\n".utf8) + length + Array("a\nPRIORITY=0\nPRIORITY=6\nMLOPSD_STEP=train\n".utf8)
        )
    }

    @Test func `says so where the journal is gone`() throws {
        let copy = try copy()
        unlink("\(scratch.path)/journal")
        #expect(throws: LinuxError.self) { try copy.write("a", priority: 6, fields: []) }
    }
}
