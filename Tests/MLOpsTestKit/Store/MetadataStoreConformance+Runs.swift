import MLOpsCore
import MLOpsSchedule

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    static let runs = [
        MetadataStoreConformance("active runs are restored, ended ones are kept") { store in
            try store.commit([.putRun(Fixture.run(2)), .putRun(Fixture.run(1))])
            try expect(try store.restore().activeRuns, [Fixture.run(1), Fixture.run(2)])
            try store.commit([.putRun(Fixture.endedRun(1, .failed("step train failed")))])
            try expect(try store.restore().activeRuns, [Fixture.run(2)])
            try expect(
                try store.contents().runs, [Fixture.endedRun(1, .failed("step train failed")), Fixture.run(2)])
        },
        MetadataStoreConformance("every part of a run comes back as it was") { store in
            var run = Fixture.endedRun(1, .cancelled("by ann"))
            run.steps = [
                StepRun(
                    name: "a", state: .backingOff(since: Fixture.moment(1), delay: .milliseconds(1500)), attempts: 2),
                StepRun(name: "b", state: .failed("exit 1"), attempts: 1), StepRun(name: "c", state: .reused),
            ]
            run.manifest = ManifestSummary(files: 3, newFiles: 1, bytes: 9, digest: "m")
            run.taints = ["a.csv changed"]
            run.cancellation = .init(by: Actor(uid: 1000, pid: nil, name: "ann"), reason: "mistake")
            run.version = ModelVersionID(pipeline: Fixture.pipeline, number: 4)
            run.champion = ModelVersionID(pipeline: Fixture.pipeline, number: 3)
            run.gates = [GateResult(gate: "f1", verdict: .inconclusive, observed: 0.1, bound: nil, explanation: "few")]
            run.request.retryOf = RunID(7)
            try store.commit([.putRun(run)])
            try expect(try store.contents().runs, [run])
        },
        MetadataStoreConformance("F12 metrics that are no numbers do not keep a run from being recorded") { store in
            var run = Fixture.endedRun(1)
            run.candidate?.metrics = [.init(name: "loss", value: .infinity), .init(name: "f1", value: -.infinity)]
            try store.commit([.putRun(run)])
            try expect(try store.contents().runs, [run])
            run.candidate?.metrics.append(.init(name: "auc", value: .nan))
            try store.commit([.putRun(run)])
            let values = try store.contents().runs.first?.candidate?.metrics.map(\.value.isNaN)
            try expect(values, [false, false, true])
        },
        MetadataStoreConformance("an attempt is one row however often it is put") { store in
            try store.commit([.putRun(Fixture.run(1)), .putAttempt(Fixture.attempt(1))])
            let end = AttemptEnd(
                kind: .signaled(signal: 9, core: false), endedAt: Fixture.instant(5), userMicroseconds: 1,
                maxResidentKibibytes: 2, leftProcesses: 3)
            try store.commit([.putAttempt(Fixture.attempt(1, end: end)), .putAttempt(Fixture.attempt(1, 2))])
            try expect(try store.contents().attempts, [Fixture.attempt(1, end: end), Fixture.attempt(1, 2)])
        },
    ]
}
