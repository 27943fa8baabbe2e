import Foundation
import GRDB
import MLOpsCore
import MLOpsTestKit
import Testing

@testable import MLOpsStore

private let isFull = ProcessInfo.processInfo.environment["MLOPS_FULL"] == "1"

/// Sizes that take minutes; the limits are for a build without optimisation on a busy machine.
@Suite(.enabled(if: isFull, "takes minutes: run with MLOPS_FULL=1"), .serialized)
struct `A large record` {
    private typealias Fixture = RecordFixtures

    private let temporary: TemporaryStore
    private let store: SQLiteMetadataStore

    init() throws {
        temporary = try TemporaryStore()
        store = try temporary.open()
    }

    /// The median and the worst of `count` calls, also as a line of the test's output.
    private func measure(_ what: String, _ count: Int = 200, _ body: (Int) throws -> Void) rethrows -> Duration {
        let clock = ContinuousClock()
        let times = try (0..<count).map { index in try clock.measure { try body(index) } }.sorted()
        print("measured: \(what): median \(times[count / 2]), worst \(times[count - 1]) of \(count)")
        return times[count / 2]
    }

    private func pipeline(_ number: Int64) -> PipelineName { PipelineName("pipeline-\(number % 20)") }

    /// All that one run leaves in the record.
    private func history(of number: Int64) -> [Mutation] {
        let name = pipeline(number)
        var run = Fixture.endedRun(number, of: name, number % 10 == 0 ? .failed("exit 1") : .succeeded)
        run.version = ModelVersionID(pipeline: name, number: number)
        return [
            .addEvidence(Fixture.evidence(number, of: name)),
            .addUse(
                EvidenceUse(
                    evidence: EvidenceID(number), pipeline: name, trigger: Fixture.trigger, operand: "weekly",
                    disposition: .consumed(run.id))),
            .putRequest(Fixture.request(number, of: name)), .endRequest(RequestID(number), .started(run.id)),
            .addDecision(
                Fixture.decision(number, .start, of: name, dedupeKey: "key-\(number)", run: run.id)),
            .putRun(run), .putAttempt(Fixture.attempt(number, end: AttemptEnd(kind: .exited(code: 0)))),
            .putVersion(Fixture.version(number, of: name)), .putPipeline(PipelineState(name: name)),
        ]
    }

    @Test func `E16 of 100,000 runs answers in under a millisecond`() throws {
        let runs: Int64 = 100_000
        for start in stride(from: Int64(1), through: runs, by: 500) {
            try store.commit((start..<start + 500).flatMap(history))
        }
        try store.commit([.putRun(Fixture.run(runs + 1, of: pipeline(1)))])
        print("measured: database of \(runs) runs: \(DatabaseFile.size(of: temporary.path) >> 20) MiB")
        var medians: [Duration] = []
        medians.append(try measure("list 50 runs") { _ in _ = try store.runs() })
        medians.append(
            try measure("list 50 runs of a pipeline, page in the middle") { _ in
                _ = try store.runs(.init(pipeline: pipeline(7)), Page(before: RunID(runs / 2)))
            })
        medians.append(
            try measure("list 50 failed runs of a pipeline") { _ in
                _ = try store.runs(.init(pipeline: pipeline(0), outcome: .failed))
            })
        medians.append(try measure("run by id") { _ = try store.run(RunID(Int64($0) * 499 + 1)) })
        medians.append(
            try measure("newest decision of a trigger") { index in
                let filter = DecisionFilter(pipeline: pipeline(Int64(index)), trigger: Fixture.trigger)
                _ = try store.decisions(filter, Page(limit: 1))
            })
        medians.append(try measure("evidence of a run") { _ = try store.evidence(.run(RunID(Int64($0) * 499 + 1))) })
        medians.append(try measure("restore") { _ in _ = try store.restore() })
        #expect(try store.restore().activeRuns.count == 1)
        medians.append(try measure("commit of one more run") { try store.commit(history(of: runs + 2 + Int64($0))) })
        print("measured: audit: \(try ContinuousClock().measure { _ = try store.audit() })")
        let image = try temporary.image()
        print("measured: opening after a kill: \(try ContinuousClock().measure { _ = try image.open() })")
        #expect(medians.allSatisfy { $0 < .milliseconds(20) })
    }

    @Test func `P1 commits of small decisions, each on the disk`() throws {
        let clock = ContinuousClock()
        let count = 5000
        let hold = try clock.measure {
            for number in 1...count { try store.commit([.repeatDecision(Fixture.decision(Int64(number)))]) }
        }
        let start = try clock.measure {
            for number in 1...count { try store.commit(history(of: 100_000 + Int64(number))) }
        }
        print("measured: \(count) holds in \(hold), \(count) whole runs in \(start), one commit each")
    }

    @Test func `C22 of 1,000,000 files is indexed, streamed and frozen part by part`() throws {
        let (clock, count) = (ContinuousClock(), Int64(1_000_000))
        let digest = String(repeating: "a1", count: 32)
        let put = try clock.measure {
            for start in stride(from: Int64(1), through: count, by: 1000) {
                let files = (start..<start + 1000).map { Fixture.file("2026/\($0).csv", sequence: $0, digest: digest) }
                try store.commit([.putFiles("p", "d", files)])
            }
        }
        print("measured: indexing \(count) files: \(put), \(DatabaseFile.size(of: temporary.path) >> 20) MiB")
        let before = try residentKibibytes()
        var streamed = 0
        let stream = try clock.measure { try store.forEachFile("p", "d", through: count) { _ in streamed += 1 } }
        #expect(streamed == count)
        let growth = try residentKibibytes() - before
        print("measured: streaming \(count) files: \(stream), resident memory grew by \(growth) KiB")
        #expect(growth < 64 * 1024)
        // Parts that each began at the first file would take minutes.
        #expect(stream < .seconds(60))
        let use = try clock.measure {
            try store.commit([.useFiles("p", RunID(1), [.init(dataset: "d", sequence: count)])])
        }
        print("measured: using \(count) files: \(use)")
        #expect(use < .seconds(1))
        _ = try measure("counts of files") { _ in _ = try store.countPresentFiles("p", "d") }
        _ = try measure("backlog of a used dataset") { _ in _ = try store.backlog(pipeline: "p", dataset: "d") }
        for run in [RunID(1), RunID(2)] {
            print("measured: manifest of \(run): \(try clock.measure { try freeze(run) })")
        }
        _ = try measure("runs that read a file") { _ in
            _ = try store.runs(using: Array("2026/500.csv".utf8), "p", "d")
        }
        #expect(try store.runs(using: Array("2026/500.csv".utf8), "p", "d").count == 2)
        let used = try measure("first page of a manifest") { _ in _ = try store.manifest(of: RunID(2), dataset: "d") }
        #expect(used < .milliseconds(100))
    }

    private func freeze(_ run: RunID) throws {
        try store.beginManifest(run, of: "p")
        var path: [UInt8] = []
        while case let page = try store.files(of: "p", "d", after: path, limit: 4096), let last = page.last {
            try store.addToManifest(
                run, "d",
                page.map { file in
                    FrozenFile(
                        path: file.record.path, fingerprint: file.record.fingerprint,
                        digest: file.record.digest ?? "", rows: file.record.rows, isNew: !file.isUsed)
                })
            path = last.record.path
        }
        try store.endManifest(run)
    }

    private func residentKibibytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.split(separator: " ").dropLast().last ?? ""))
    }
}
