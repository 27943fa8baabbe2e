import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

@Suite struct `Taking over a run` {
    private let fixture: RunFixture
    private let pipeline: PipelineDefinition
    private let earlier: Run

    init() async throws {
        fixture = try RunFixture()
        pipeline = fixture.pipeline("true", #"cat "$MLOPS_WORK/sub/prepared" > result"#)
        earlier = fixture.run(1, of: pipeline)
        let directory = fixture.directory(earlier)
        try directory.prepare()
        mkdir(directory.work + "/sub", 0o755)
        try Scratch.write(Array("prepared".utf8), toPath: directory.work + "/sub/prepared")
        symlink("sub/prepared", directory.work + "/link")
        mkfifo(directory.work + "/pipe", 0o600)
        try Scratch.write(Array("{}".utf8), toPath: directory.metrics)
    }

    private var later: Run {
        var run = fixture.run(2, of: pipeline)
        run.request.retryOf = earlier.id
        run.request.retryFrom = "s2"
        run.steps[0].state = .reused
        return run
    }

    @Test func `gives the later run what the steps before left`() async throws {
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(later, pipeline, by: dispatcher)
        let attempt = fixture.start(run, pipeline, step: 1, by: dispatcher)
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        #expect(text(of: fixture.scratch.path + "/work/result") == "prepared")
        let directory = fixture.directory(run)
        #expect(text(of: directory.metrics) == "{}")
        #expect(try SwitchableLink(directory.work + "/link").target() == "sub/prepared")
        #expect(!exists(directory.work + "/pipe"))
    }

    @Test func `leaves the earlier run as it ended, and can be done again`() async throws {
        let dispatcher = try fixture.dispatcher()
        let run = try await fixture.frozen(later, pipeline, by: dispatcher)
        try Scratch.write(Array("changed".utf8), toPath: fixture.directory(run).work + "/sub/prepared")
        #expect(text(of: fixture.directory(earlier).work + "/sub/prepared") == "prepared")
        let again = EventLog()
        try fixture.dispatcher(log: again).perform(.freezeManifest(later, pipeline))
        _ = try await again.frozen(run.id)
        #expect(text(of: fixture.directory(run).work + "/sub/prepared") == "prepared")
    }

    @Test func `fails by name when there is nothing left to take`() async throws {
        try TreeRemoval.remove(fixture.directory(earlier).path)
        try fixture.dispatcher().perform(.freezeManifest(later, pipeline))
        let reason: String = try await fixture.log.first("failure") { event in
            if case .manifestFailed(_, let reason) = event { reason } else { nil }
        }
        #expect(reason.contains("cannot take over what run r1 left"))
        #expect(reason.contains("from its first step"))
    }
}
