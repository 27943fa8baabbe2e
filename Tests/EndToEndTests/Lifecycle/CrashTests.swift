import Glibc
import MLOpsControl
import Testing

/// The daemon dies without a word; what it had promised is kept by the next one.
@Suite struct `A killed daemon` {
    @Test func `that was idle knows everything that it knew`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            let before: [ModelVersionSummary] = try await daemon.ask("list-models")
            try await daemon.crash()
            try daemon.sandbox.makeDirectory("state/models/p/.incoming.7-1.tmp")
            try daemon.sandbox.write("half", to: "state/models/p/.incoming.7-1.tmp/model")
            try await daemon.start()
            let after: [ModelVersionSummary] = try await daemon.ask("list-models")
            #expect(after == before)
            #expect(!daemon.sandbox.exists("state/models/p/.incoming.7-1.tmp"), "a model that was never whole stays")
            #expect(try await daemon.ctl(["verify"]).end == .exited(0))
            #expect(try await daemon.runs().count == 1, "the same file was used again")
        }
    }

    @Test func `finds the file that arrived while it was away`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try await daemon.crash()
            try daemon.sandbox.deliver("monday.csv", "0.8\n")
            try await daemon.start()
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
        }
    }

    @Test func `leaves its step running, and its successor takes over`() async throws {
        try await withDaemon(pipeline: Pipeline.onDemand(Pipeline.waiting)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            try await daemon.crash()
            try await daemon.start()
            #expect(try await daemon.pipeline().pipeline.activeRuns == [run])
            try await daemon.open(gateOf: run)
            #expect(try await daemon.ended(run).run.outcome == .succeeded)
        }
    }

    enum End: String, CaseIterable {
        case success, failure, signal, timeout

        var script: String {
            switch self {
            case .success: Pipeline.waiting + "\nexit 0"
            case .failure: Pipeline.waiting + "\nexit 7"
            case .signal: Pipeline.waiting + "\nkill -9 $$"
            case .timeout: Pipeline.waiting
            }
        }
    }

    @Test(arguments: End.allCases)
    func `A5 learns of an end that came while it was away`(_ end: End) async throws {
        let step = "retry: { attempts: 1 }" + (end == .timeout ? "\ntimeout: 5s\nstop_timeout: 1s" : "")
        try await withDaemon(pipeline: Pipeline.onDemand(end.script, step: step)) { daemon in
            let run = try await daemon.run()
            try await daemon.waits(run)
            try await daemon.crash()
            if end != .timeout { try await daemon.open(gateOf: run) }
            try await eventually("the job does not end") {
                daemon.sandbox.exists("state/runs/\(run)/attempts/main.1/exit")
            }
            try await daemon.start()
            let detail = try await daemon.ended(run)
            let attempt = try #require(detail.steps.first?.attempts.first)
            switch end {
            case .success: #expect(detail.run.outcome == .succeeded && attempt.exitCode == 0)
            case .failure: #expect(detail.run.outcome == .failed && attempt.exitCode == 7)
            case .signal: #expect(detail.run.outcome == .failed && attempt.signal == SIGKILL)
            case .timeout: #expect(detail.run.outcome == .failed && attempt.result == .timedOut)
            }
            #expect(detail.steps.first?.attempts.count == 1)
        }
    }

    /// A1 to A4, A6 and A7 as far as they can be reached from outside: at any moment of a burst of deliveries.
    @Test(.timeLimit(.minutes(60)))
    func `A1 A2 A3 A4 loses no file and runs nothing twice, whenever it is killed`() async throws {
        let kills = Tier.isFull ? 30 : 6
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            var delivered: [String] = []
            var generator = SystemRandomNumberGenerator()
            for round in 0..<kills {
                for part in 0..<3 {
                    delivered.append("\(round)-\(part).csv")
                    try daemon.sandbox.deliver("\(round)-\(part).csv", "0.8\n")
                }
                try await ContinuousClock().sleep(for: .milliseconds(Int.random(in: 0...60, using: &generator)))
                try await daemon.crash()
                try await daemon.start()
            }
            try await Self.checkAllUsedOnce(delivered, daemon)
        }
    }

    /// Every file was new to exactly one successful run.
    static func checkAllUsedOnce(_ delivered: [String], _ daemon: DaemonProcess) async throws {
        try await eventually("files are left over: \(daemon.log)") {
            let datasets: [DatasetSummary] = try await daemon.client.get(.datasets)
            let isIdle = try await daemon.pipeline().pipeline.activeRuns.isEmpty
            let used = try await daemon.runs().filter { $0.outcome == .succeeded }
                .flatMap { daemon.sandbox.lines("state/runs/\($0.id)/new/data.txt") }
            return isIdle && datasets.allSatisfy { $0.backlog.files == 0 } && used.count >= delivered.count
        }
        let runs = try await daemon.runs()
        #expect(runs.allSatisfy { $0.outcome == .succeeded }, "\(runs)")
        let used = runs.flatMap { daemon.sandbox.lines("state/runs/\($0.id)/new/data.txt") }
        #expect(used.sorted() == delivered.map { "\(daemon.sandbox.incoming)/\($0)"[...] }.sorted())
    }
}
