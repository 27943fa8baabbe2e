import Dispatch
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import MLOpsTestKit
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `The dispatcher` {
    /// One after the other: each keeps one of the few threads that the dispatchers of all tests share.
    @Suite(.serialized) struct `whose record lets nobody read` {
        @Test func `does not begin again what it is doing already`() async throws {
            let fixture = try RunFixture()
            try fixture.deliver("a\n", as: "a.csv")
            let pipeline = fixture.pipeline("true")
            let run = fixture.run(of: pipeline)
            let record = GatedRecord(fixture.record)
            let dispatcher = try fixture.dispatcher(record: record)
            for _ in 1...5 { dispatcher.perform(.freezeManifest(run, pipeline)) }
            try await eventually("the first of them reads the record") { record.isRead }
            record.open()
            let summary = try await fixture.log.frozen(run.id)
            // It is performed again when it comes again after the answer, with the same answer.
            dispatcher.perform(.freezeManifest(run, pipeline))
            try await eventually("the second answer") { fixture.log.all.count == 2 }
            #expect(fixture.log.all == [.manifestFrozen(run.id, summary), .manifestFrozen(run.id, summary)])
        }

        @Test func `never waits for what it was told to do`() async throws {
            let fixture = try RunFixture()
            try fixture.deliver("a\n", as: "a.csv")
            let pipeline = fixture.pipeline("true")
            let record = GatedRecord(fixture.record)
            let dispatcher = try fixture.dispatcher(record: record)
            dispatcher.perform(.freezeManifest(fixture.run(1, of: pipeline), pipeline))
            // Another run's attempt goes on while the first still waits for its inputs.
            dispatcher.perform(.cancelAttempt(AttemptID(run: RunID(2), step: "s1", number: 1)))
            _ = try await fixture.log.end(of: AttemptID(run: RunID(2), step: "s1", number: 1))
            record.open()
            _ = try await fixture.log.frozen(RunID(1))
        }
    }

    @Test func `B28 after another boot an attempt without a claim is interrupted, in this boot it was not started`()
        async throws
    {
        let fixture = try RunFixture()
        let pipeline = fixture.pipeline("true")
        var run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: fixture.dispatcher())
        run.steps[0].state = .starting
        run.steps[0].attempts = 1
        #expect(try fixture.dispatcher().observations(of: [run]).map(\.state) == [.notStarted])
        let later = try fixture.dispatcher(boot: "another").observations(of: [run])
        #expect(later.map(\.state) == [.ended(AttemptEnd(kind: .interrupted))])
    }

    @Test func `freezes a small run before its files are committed, once it knows that they lie on this machine`()
        async throws
    {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        fixture.record.useAll(of: "in")
        try fixture.scratch.write("b\n", to: "in/b.csv")
        let status = try SafeDirectory(fixture.data).status(of: try #require(RelativePath(Array("b.csv".utf8))))
        let new = Self.file("b.csv", FileRecord.Fingerprint(status.fingerprint), sequence: 2)
        // The other one was written again with the same content: it stays what a run has read.
        let again = try #require(fixture.record.files(of: "churn", "in", after: [], limit: 1).first).record
        let pending = Mutation.putFiles("churn", "in", [again, new])
        let pipeline = fixture.pipeline("true")
        var run = fixture.run(2, of: pipeline)
        run.cutoffs = [.init(dataset: "in", sequence: 2)]
        let dispatcher = try fixture.dispatcher()
        #expect(dispatcher.performEarly(.freezeManifest(run, pipeline), after: [pending]) == nil)
        _ = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        // What an earlier decision, which could not be committed, has left there.
        try RunDirectory.make(fixture.directory(run).path)
        try RunDirectory.make(fixture.directory(run).path + "/left")
        let answer = dispatcher.performEarly(.freezeManifest(run, pipeline), after: [pending])
        guard case .manifestFrozen(run.id, let summary) = answer else { throw StoreError(.other, "\(answer as Any)") }
        #expect(summary.files == 2 && summary.newFiles == 1)
        dispatcher.early.work()
        #expect(access(fixture.directory(run).path + "/left", F_OK) != 0)
        let list = try DurableFile.read(fixture.directory(run).newList(of: "in"), maximumBytes: 1 << 20)
        #expect(String(decoding: list, as: UTF8.self) == fixture.data + "/b.csv\n")
    }

    @Test func `does not freeze early what takes long, or what an uncommitted use decides`() async throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let pipeline = fixture.pipeline("true")
        let dispatcher = try fixture.dispatcher()
        _ = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        let run = fixture.run(2, of: pipeline)
        let device = try SafeDirectory(fixture.data).status().fingerprint.device
        func early(_ mutation: Mutation) -> Event? {
            dispatcher.performEarly(.freezeManifest(run, pipeline), after: [mutation])
        }
        func files(_ count: Int, size: Int64, on device: UInt64) -> Mutation {
            let print = FileRecord.Fingerprint(
                device: device, inode: 1, size: size, modifiedNanoseconds: 0, changedNanoseconds: 0)
            return .putFiles("churn", "in", (0..<count).map { Self.file("\($0)", print, sequence: Int64($0) + 10) })
        }
        #expect(early(.useFiles("churn", RunID(1), [.init(dataset: "in", sequence: 1)])) == nil)
        #expect(early(files(FileListing.maximumFiles, size: 1, on: device)) == nil)
        #expect(early(files(1, size: UncommittedRecord.maximumBytes, on: device)) == nil)
        #expect(early(files(1, size: 1, on: device &+ 1)) == nil)
        #expect(access(fixture.directory(run).path, F_OK) != 0)
        #expect(early(files(0, size: 0, on: device)) != nil)
        dispatcher.early.work()
    }

    @Test func `lays out what it listed early as what is listed late is laid out, and starts its first attempt`()
        async throws
    {
        let fixture = try RunFixture()
        for number in 1...100 { try fixture.deliver("\(number)\n", as: "\(number).csv") }
        let pipeline = fixture.pipeline("cat \"$MLOPS_MANIFEST\" > manifest")
        let dispatcher = try fixture.dispatcher()
        let late = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        var run = fixture.run(2, of: pipeline)
        let answer = dispatcher.performEarly(.freezeManifest(run, pipeline), after: [])
        guard case .manifestFrozen(run.id, let summary) = answer else { throw StoreError(.other, "\(answer as Any)") }
        #expect(summary == late.manifest)
        run.manifest = summary
        let attempt = AttemptID(run: run.id, step: "s1", number: 1)
        dispatcher.prepare(.startAttempt(attempt, run, pipeline.steps[0], pipeline))
        dispatcher.early.work()
        let (first, second) = (fixture.directory(late), fixture.directory(run))
        func text(_ path: String) throws -> String {
            String(decoding: try DurableFile.read(path, maximumBytes: 1 << 20), as: UTF8.self)
        }
        #expect(try text(first.inputs) == text(second.inputs))
        #expect(try text(first.list(of: "in")) == text(second.list(of: "in")))
        // Not everywhere: the name of the scratch directory is drawn, and may hold the run's.
        let renamed = try text(first.manifest).replacing("\"run\":\"\(late.id)\"", with: "\"run\":\"\(run.id)\"")
        #expect(try renamed == text(second.manifest))
        #expect(!exists(second.unfinishedInputs))
        fixture.start(run, pipeline, by: dispatcher)
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        #expect(try text(fixture.scratch.path + "/work/manifest") == text(second.manifest))
    }

    /// What is done to the files of a run between the decision to start it and its commit.
    enum Change: CaseIterable {
        case none, rewritten, replaced, removed
    }

    /// Few files are looked at by one thread, many by two.
    @Test(arguments: Change.allCases, [3, 100])
    func `C8 files that are not what was listed early are listed again before a step begins`(
        _ change: Change, files: Int
    ) async throws {
        let fixture = try RunFixture()
        for number in 1...files {
            let (name, text) = ("\(number).csv", "\(number)\n")
            try fixture.scratch.write(text, to: "in/" + name)
            try fixture.record.add(Array(name.utf8), in: fixture.data, of: "in", digest: sha256(text))
        }
        let pipeline = fixture.pipeline("cat \"$MLOPS_DATA_IN\" >> read")
        let dispatcher = try fixture.dispatcher()
        _ = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        var run = fixture.run(2, of: pipeline)
        let answer = dispatcher.performEarly(.freezeManifest(run, pipeline), after: [])
        guard case .manifestFrozen(run.id, let summary) = answer else { throw StoreError(.other, "\(answer as Any)") }
        run.manifest = summary
        dispatcher.prepare(
            .startAttempt(AttemptID(run: run.id, step: "s1", number: 1), run, pipeline.steps[0], pipeline))
        switch change {
        case .none: break
        case .rewritten: try fixture.scratch.write("2\n", to: "in/2.csv")
        case .replaced: try fixture.scratch.write("another\n", to: "in/2.csv")
        case .removed: #expect(unlink(fixture.data + "/2.csv") == 0)
        }
        let work = try #require(dispatcher.beside())
        work()
        let attempt = fixture.start(run, pipeline, by: dispatcher)
        guard change != .none else {
            #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
            return
        }
        #expect(fixture.log.all.last == .inputsOutdated(attempt))
        #expect(!exists(fixture.scratch.path + "/work/read"))
        // As the orchestrator does then.
        run.steps[0].attempts = 1
        run.manifest = nil
        #expect(dispatcher.performEarly(.freezeManifest(run, pipeline), after: []) == nil)
        if change == .replaced {
            dispatcher.perform(.freezeManifest(run, pipeline))
            try await eventually("the change is told") {
                if case .manifestFailed(run.id, let reason) = fixture.log.all.last {
                    reason.contains("2.csv")
                } else {
                    false
                }
            }
            return
        }
        run = try await fixture.frozen(run, pipeline, by: dispatcher)
        #expect(run.manifest?.files == Int64(change == .removed ? files - 1 : files))
        let second = AttemptID(run: run.id, step: "s1", number: 2)
        dispatcher.perform(.startAttempt(second, run, pipeline.steps[0], pipeline))
        #expect(try await fixture.log.end(of: second).kind == .exited(code: 0))
    }

    @Test func `A2 a run that was committed and never laid out is listed again when its files changed`() async throws {
        let fixture = try RunFixture()
        for name in ["a", "b"] { try fixture.deliver(name, as: name + ".csv") }
        let pipeline = fixture.pipeline("true")
        var run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: fixture.dispatcher())
        // As a crash leaves it between the commit and the last of what is done beside it.
        #expect(unlink(fixture.directory(run).inputs) == 0)
        #expect(unlink(fixture.data + "/a.csv") == 0)
        run.steps[0].state = .starting
        run.steps[0].attempts = 1
        let later = try fixture.dispatcher()
        let attempt = fixture.start(run, pipeline, by: later)
        try await eventually("it is told") { fixture.log.all.last == .inputsOutdated(attempt) }
        // What one attempt found is so for each that was to begin the run.
        try fixture.scratch.write("a", to: "in/a.csv")
        fixture.start(run, pipeline, by: later)
        try await eventually("it is told again") {
            fixture.log.all.suffix(2) == [.inputsOutdated(attempt), .inputsOutdated(attempt)]
        }
        #expect(!exists(fixture.directory(run).attempt(attempt) + "/claim"))
    }

    @Test func `B22 runs that are decided together are all laid out, and the first is ready`() async throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let pipeline = fixture.pipeline("cat \"$MLOPS_MANIFEST\" > manifest")
        let dispatcher = try fixture.dispatcher()
        _ = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        var runs = (2...4).map { fixture.run($0, of: pipeline) }
        for index in runs.indices {
            let answer = dispatcher.performEarly(.freezeManifest(runs[index], pipeline), after: [])
            guard case .manifestFrozen(runs[index].id, let summary) = answer else {
                throw StoreError(.other, "\(answer as Any)")
            }
            runs[index].manifest = summary
            let attempt = AttemptID(run: runs[index].id, step: "s1", number: 1)
            dispatcher.prepare(.startAttempt(attempt, runs[index], pipeline.steps[0], pipeline))
        }
        let work = try #require(dispatcher.beside())
        work()
        for run in runs {
            #expect(exists(fixture.directory(run).inputs))
            let attempt = fixture.start(run, pipeline, by: dispatcher)
            #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        }
    }

    @Test func `A2 what was made ready before a commit that failed starts nothing, and can be made ready again`()
        async throws
    {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let pipeline = fixture.pipeline("echo start >> starts")
        let dispatcher = try fixture.dispatcher()
        _ = try await fixture.frozen(fixture.run(1, of: pipeline), pipeline, by: dispatcher)
        var run = fixture.run(2, of: pipeline)
        let attempt = AttemptID(run: run.id, step: "s1", number: 1)
        for isCommitted in [false, true] {
            let answer = dispatcher.performEarly(.freezeManifest(run, pipeline), after: [])
            guard case .manifestFrozen(run.id, let summary) = answer else {
                throw StoreError(.other, "\(answer as Any)")
            }
            run.manifest = summary
            dispatcher.prepare(.startAttempt(attempt, run, pipeline.steps[0], pipeline))
            dispatcher.early.work()
            if !isCommitted { dispatcher.abandon() }
            #expect(!exists(fixture.directory(run).attempt(attempt) + "/claim"))
        }
        fixture.start(run, pipeline, by: dispatcher)
        #expect(try await fixture.log.end(of: attempt).kind == .exited(code: 0))
        #expect(text(of: fixture.scratch.path + "/work/starts") == "start\n")
    }

    private static func file(
        _ name: String, _ fingerprint: FileRecord.Fingerprint, sequence: Int64
    ) -> FileRecord {
        FileRecord(
            path: Array(name.utf8), state: .ready, fingerprint: fingerprint, sequence: sequence, rung: .rename,
            observedAt: Instant(microseconds: 0))
    }

    @Test func `P12 a record that can not take the inputs taints the run and does not lose it`() async throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let pipeline = fixture.pipeline(#"echo m > "$MLOPS_MODEL/m""#)
        let record = FullRecord(base: fixture.record)
        let dispatcher = try fixture.dispatcher(record: record)
        let run = try await fixture.frozen(fixture.run(of: pipeline), pipeline, by: dispatcher)
        _ = try await fixture.log.end(of: fixture.start(run, pipeline, by: dispatcher))
        dispatcher.perform(.collectOutputs(run, pipeline))
        let taints: [String] = try await fixture.log.first("outputs") { event in
            if case .outputsCollected(_, _, let taints) = event { taints } else { nil }
        }
        #expect(taints == ["cannot write: the disk is full"])
    }

    @Test func `the inputs are in the record although the step fails`() async throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        #expect(try await fixture.end(ofScript: "exit 1").kind == .exited(code: 1))
        try await eventually("the inputs are recorded") { fixture.record.manifest(of: RunID(1)) != nil }
    }
}

/// A record whose files can not be read until the gate is opened.
private final class GatedRecord: InputRecord {
    private let base: MemoryRecord
    private let gate = DispatchSemaphore(value: 0)
    private let wasRead = Atomic<Bool>(false)

    init(_ base: MemoryRecord) { self.base = base }

    var isRead: Bool { wasRead.load(ordering: .acquiring) }

    func open() { gate.signal() }

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) throws(StoreError) -> [KnownFile] {
        wasRead.store(true, ordering: .releasing)
        gate.wait()
        gate.signal()
        return base.files(of: pipeline, dataset, after: path, limit: limit)
    }

    func listing(of pipeline: PipelineName, _ dataset: DatasetName) -> FileListing? { nil }
    func rememberDigests(of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName) {}
    func beginManifest(_ run: RunID, of pipeline: PipelineName) {}
    func addToManifest(_ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]) {}
    func endManifest(_ run: RunID) {}
}

/// A record that can be read and not written.
private struct FullRecord: InputRecord {
    let base: MemoryRecord

    func files(
        of pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) -> [KnownFile] {
        base.files(of: pipeline, dataset, after: path, limit: limit)
    }

    func listing(of pipeline: PipelineName, _ dataset: DatasetName) -> FileListing? {
        base.listing(of: pipeline, dataset)
    }

    func rememberDigests(
        of files: [FrozenFile], _ pipeline: PipelineName, _ dataset: DatasetName
    ) throws(StoreError) { throw Self.full }

    func beginManifest(_ run: RunID, of pipeline: PipelineName) throws(StoreError) { throw Self.full }

    func addToManifest(
        _ run: RunID, _ dataset: DatasetName, _ files: [FrozenFile]
    ) throws(StoreError) { throw Self.full }

    func endManifest(_ run: RunID) throws(StoreError) { throw Self.full }

    private static let full = StoreError(.full, "cannot write: the disk is full")
}
