import Foundation
import Glibc
import MLOpsLinux
import Testing

@Suite struct `A command in a unit of its own` {
    private func run(
        _ script: String, timeout: Duration = .seconds(60), input: String? = nil, isOwn: Bool = false,
        isPrivate: Bool = false
    ) async throws -> CommandOutcome {
        let scratch = try Scratch()
        let manager = try SocketActivation(at: scratch.path("step.sock"))
        async let started: Void = manager.startShim(environment: ["JOURNAL_STREAM=1:2"])
        let outcome = await Self.blocking { () throws(LinuxError) in
            var request = SpawnRequest(
                arguments: ["/bin/sh", "-c", script], environment: ["PATH=/usr/bin:/bin"],
                workingDirectory: scratch.path)
            if let input { request.standardInput = try MemoryFile.holding(Array(input.utf8)) }
            let command = UnitCommand(
                socket: manager.path, record: scratch.path("command"), isOwn: isOwn, isPrivate: isPrivate)
            return try command.run(request, timeout: timeout)
        }
        try await started
        #expect(access(scratch.path("command"), F_OK) != 0)
        return try outcome.get()
    }

    /// Off the threads that the service manager's part needs.
    private static func blocking(
        _ body: @escaping @Sendable () throws(LinuxError) -> CommandOutcome
    ) async -> Result<CommandOutcome, LinuxError> {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(LinuxError) in try body() })
            }
        }
    }

    @Test func `tells what it said and how it ended`() async throws {
        let outcome = try await run("echo loading; echo 'answer 7 is wrong' >&2; exit 3")
        #expect(outcome.end == .exited(code: 3))
        #expect(String(decoding: outcome.output, as: UTF8.self) == "loading\nanswer 7 is wrong\n")
        #expect(!outcome.hasTimedOut)
    }

    @Test func `reads what it is given, and nothing where it is given nothing`() async throws {
        #expect(try await run("cat", input: "{\"id\": 7}\n").output == Array("{\"id\": 7}\n".utf8))
        #expect(try await run("cat; ls -l /proc/self/fd | grep -c memfd").output == Array("0\n".utf8))
    }

    /// The shim has the connection to the service manager's socket, and that to the journal.
    @Test(arguments: [(false, "2\n"), (true, "1\n")])
    func `is told to the journal, or to the daemon alone`(isPrivate: Bool, sockets: String) async throws {
        let script = "for f in /proc/$PPID/fd/*; do readlink $f; done | grep -c socket:"
        #expect(try await run(script, isPrivate: isPrivate).output == Array(sockets.utf8))
    }

    @Test func `that is the daemon's own runs as it does where the unit is of no other user`() async throws {
        let outcome = try await run("id -u; cat", input: "given", isOwn: true)
        #expect(String(decoding: outcome.output, as: UTF8.self) == "\(geteuid())\ngiven")
        #expect(outcome.end == .exited(code: 0))
    }

    @Test func `is stopped when its time is up`() async throws {
        let outcome = try await run("sleep 60", timeout: .milliseconds(200))
        #expect(outcome.hasTimedOut)
        #expect(!outcome.isSuccess)
    }

    @Test func `that was killed is no success`() async throws {
        #expect(try await run("kill -KILL $$").end == .signaled(SIGKILL, core: false))
    }

    @Test func `is not run where nobody starts units, which says where`() throws {
        let scratch = try Scratch()
        let command = UnitCommand(socket: scratch.path("nowhere.sock"), record: scratch.path("command"))
        let error = #expect(throws: LinuxError.self) {
            try command.run(SpawnRequest(arguments: ["/bin/true"], environment: []), timeout: .seconds(1))
        }
        #expect(error?.object.hasSuffix("nowhere.sock") == true)
        #expect(access(scratch.path("command"), F_OK) != 0)
    }
}
