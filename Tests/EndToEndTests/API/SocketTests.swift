import CMLOpsLinux
import FoundationEssentials
import Glibc
import MLOpsControl
import Testing

@Suite struct `The socket` {
    @Test func `A17 G8 clients that disappear while they follow are forgotten`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("echo line\n" + Pipeline.waiting)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            let before = Self.descriptors(of: daemon.pid)
            for target in ["/v1/runs/\(run)/logs?follow=1", "/v1/events", "/v1/runs/\(run)?wait=60"] {
                for _ in 0..<20 {
                    let connection = try RawConnection(to: daemon.sandbox.socket)
                    connection.write(Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
                }
            }
            try await eventually("\(Self.descriptors(of: daemon.pid)) come down to \(before)") {
                // Of each kind there were 20; a few others are opened when they are first needed.
                Self.descriptors(of: daemon.pid).count <= before.count + 6
            }
            try await daemon.open(gateOf: run)
            #expect(try await daemon.ended(run).run.outcome == .succeeded)
        }
    }

    @Test func `G9 a socket that a crash left is replaced`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            try await daemon.crash()
            #expect(daemon.sandbox.exists("mlopsd.sock"))
            try await daemon.start()
            _ = try await daemon.ended(daemon.run())
        }
    }

    @Test func `G9 a file where the socket should be is not removed`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("precious\n", to: "mlopsd.sock")
        let daemon = DaemonProcess(in: sandbox)
        #expect(try await daemon.startInVain() == .exited(69))
        #expect(sandbox.text("mlopsd.sock") == "precious\n")
        #expect(daemon.log.contains("not a socket"), "\(daemon.log)")
    }

    @Test func `G9 a link where the socket should be is not followed`() async throws {
        let sandbox = try Sandbox()
        try sandbox.write("precious\n", to: "victim")
        symlink(sandbox.path + "/victim", sandbox.socket)
        let daemon = DaemonProcess(in: sandbox)
        #expect(try await daemon.startInVain() == .exited(69))
        #expect(sandbox.text("victim") == "precious\n")
    }

    @Test func `G9 others than owner and group can connect only where there are groups with roles`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            var status = stat()
            try #require(lstat(daemon.sandbox.socket, &status) == 0)
            let hasRoles = ["mlopsd-view", "mlopsd", "mlopsd-admin"].contains { (name: String) in getgrnam(name) != nil
            }
            #expect(status.st_mode & 0o007 == (hasRoles ? 0o006 : 0))
        }
    }

    @Test func `G2 idle connections do not keep others out`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand("true")) { daemon in
            var idle: [RawConnection] = []
            for _ in 0..<500 {
                let connection = try RawConnection(to: daemon.sandbox.socket)
                connection.write(Array("GET /v1/version HTTP/1.1\r\nX-Slow: ".utf8))
                idle.append(connection)
            }
            _ = try await daemon.ended(daemon.run())
            #expect(await daemon.isReady)
            #expect(idle.count == 500)
        }
    }

    /// Without those of the database: its readers are opened as more are needed, and stay.
    private static func descriptors(of pid: pid_t) -> [String] {
        // A process that is gone has none.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd")) ?? []
        return names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\($0)") }
            .filter { !$0.contains("metadata.db") }
    }
}
