import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

/// What a job writes stands in the journal too, with the fields of its run.
@Suite struct `Lines of a job in the journal` {
    private static let environment = [
        "PATH=/usr/bin:/bin", "MLOPS_RUN_ID=r7", "MLOPS_PIPELINE=churn", "MLOPS_STEP=train", "MLOPS_ATTEMPT=2",
    ]
    private static let fields =
        "PRIORITY=6\nSYSLOG_IDENTIFIER=mlopsd-step\nMLOPSD_RUN_ID=r7\nMLOPSD_PIPELINE=churn\nMLOPSD_STEP=train\n"
        + "MLOPSD_ATTEMPT=2\n"

    private let attempt: Attempt
    private let journal: Descriptor

    init() throws {
        attempt = try Attempt()
        journal = Descriptor(owning: try UnixSocket.bind(attempt.scratch.path("journal"), type: SOCK_DGRAM))
    }

    private func start(_ script: String) throws -> ProcessHandle {
        var launch = try attempt.launch(["/bin/sh", "-c", script], environment: Self.environment)
        launch.workingDirectory = attempt.scratch.path
        launch.journal = attempt.scratch.path("journal")
        return try ShimProcess.start(launch)
    }

    /// The next record, which is waited for.
    private func receive() -> String {
        var bytes = [UInt8](repeating: 0, count: 32 * 1024)
        let count = recv(journal.number, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func `wait there until the journal has room, and the job does not`() async throws {
        mkfifo(attempt.scratch.path("gate"), 0o600)
        let shim = try start("seq 1500; echo written >written; read -r go <gate; echo last")
        try await eventually("the job waits for the journal") {
            access(attempt.scratch.path("written"), F_OK) == 0
                && attempt.scratch.read("record/log")?.hasSuffix("\n1500\n") == true
        }
        for number in 1...1500 { #expect(receive() == "MESSAGE=\(number)\n" + Self.fields) }
        let gate = open(attempt.scratch.path("gate"), O_WRONLY | O_CLOEXEC)
        write(gate, "go\n", 3)
        close(gate)
        #expect(try await attempt.exit(of: shim).isSuccess)
        #expect(receive() == "MESSAGE=last\n" + Self.fields)
        #expect(UnixSocket.receive(journal.number).isEmpty)
    }

    @Test func `are given up after a moment when the job has ended and nobody reads`() async throws {
        #expect(try await attempt.exit(of: start("seq 1500")).isSuccess)
        #expect(receive() == "MESSAGE=1\n" + Self.fields)
    }

    @Test(arguments: [(nil, "1\n"), ("", "0\n")] as [(String?, String)])
    func `go to the system's from a unit, and nowhere where nobody wants them`(
        journal: String?, sockets: String
    ) async throws {
        let script = "for f in /proc/$PPID/fd/*; do readlink $f; done | grep -c socket: || :"
        let record = try await attempt.run(script) {
            $0.environment.append("JOURNAL_STREAM=1:2")
            $0.journal = journal
        }
        #expect(record.isSuccess && attempt.scratch.read("record/log") == sockets)
    }
}
