import MLOpsCore
import MLOpsSchedule

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    private static func use(
        _ evidence: Int64, _ disposition: Disposition = .latched, _ trigger: TriggerName? = RecordFixtures.trigger,
        of pipeline: PipelineName = RecordFixtures.pipeline
    ) -> Mutation {
        .addUse(
            EvidenceUse(
                evidence: EvidenceID(evidence), pipeline: pipeline, trigger: trigger, operand: trigger?.text ?? "",
                disposition: disposition))
    }

    private static func settle(_ first: Int64, _ last: Int64, _ disposition: Disposition) -> Mutation {
        .settleLatched(
            Fixture.pipeline, operand: Fixture.trigger.text, from: EvidenceID(first), through: EvidenceID(last),
            disposition)
    }

    private static func dispositions(_ store: any InspectableStore) throws -> [Disposition] {
        try store.contents().uses.map(\.disposition)
    }

    private static let facts: [Evidence.Fact] = [
        .slot(nominal: Fixture.instant(1)),
        .slotsMissed(count: 3, first: Fixture.instant(1), last: Fixture.instant(3), reason: "paused"),
        .batch(FileBatch(dataset: "d", firstSequence: 1, lastSequence: 2, files: 2, bytes: 3, rows: 4)),
        .modelAged(version: ModelVersionID(pipeline: "p", number: 1)),
        .pipelineChanged(digest: "d", summary: "\u{1b}[31m\n\"'; DROP TABLE _run; --"),
        .requested(by: Actor(uid: .max, pid: 7, name: "ann"), reason: nil),
        .windowJudged(Fixture.judgement(4, .suspect).window),
        .performanceJudged(
            PerformanceStatus(
                version: ModelVersionID(pipeline: "p", number: 1), state: .breached, threshold: 0.8, windows: 3,
                breaches: 2,
                judged: PerformanceWindow(
                    start: Fixture.instant(1), end: Fixture.instant(2),
                    version: ModelVersionID(pipeline: "p", number: 1), predictions: 3, labelled: 2, status: .judged,
                    value: 0.5, low: 0.25, high: 0.75, isBreach: true), isSilent: true, reason: "r")),
    ]

    private static let everyDisposition: [Disposition] = [
        .latched, .merged(RequestID(1)), .consumed(RunID(2)), .suppressed("a"), .expired(""),
        .superseded(by: EvidenceID(9)), .withdrawn("c"), .quarantined("d"),
    ]

    static let evidence = [
        MetadataStoreConformance("every fact comes back as it was") { store in
            let evidence = facts.enumerated().map { index, fact in
                Evidence(id: EvidenceID(Int64(index + 1)), pipeline: "p", fact: fact, recordedAt: Fixture.instant(0))
            }
            try store.commit(evidence.map(Mutation.addEvidence))
            try expect(try store.contents().evidence, evidence)
        },
        MetadataStoreConformance("windows come back as they were, and the newest memory of each monitor") { store in
            let windows = [
                (1, Fixture.judgement(1, memory: [1])), (2, Fixture.judgement(2, .suspect, memory: [2, 0])),
                (3, Fixture.judgement(1, operand: "all.1", memory: [])),
            ].map { id, judgement in
                RecordContents.Window(
                    evidence: EvidenceID(id), pipeline: "p", judgement: judgement, judgedAt: Fixture.instant(id))
            }
            try store.commit(windows.map { .putWindow($0.evidence, "p", $0.judgement, at: $0.judgedAt) })
            var expected = windows
            expected[0].judgement.memory = []
            try expect(try store.contents().windows, expected)
        },
        MetadataStoreConformance("the same window twice is a conflict") { store in
            try store.commit([.putWindow(EvidenceID(1), "p", Fixture.judgement(1), at: Fixture.instant(1))])
            try expectConflict(
                &store, [.putWindow(EvidenceID(1), "p", Fixture.judgement(2), at: Fixture.instant(2))])
        },
        MetadataStoreConformance("every disposition comes back as it was") { store in
            try store.commit(everyDisposition.enumerated().map { index, disposition in use(Int64(index), disposition) })
            try expect(try dispositions(store), everyDisposition)
        },
        MetadataStoreConformance("P2 the same evidence twice is a conflict") { store in
            try store.commit([.addEvidence(Fixture.evidence(1))])
            try expectConflict(&store, [.addEvidence(Fixture.evidence(1, of: "other"))])
        },
        MetadataStoreConformance("P2 a second disposition for one operand is a conflict, also without a trigger") {
            store in
            try store.commit([use(1), use(1, .latched, "other"), use(1, .suppressed("x"), nil)])
            try expectConflict(&store, [use(1, .consumed(RunID(1)))])
            try expectConflict(&store, [use(1, .latched, nil)])
        },
        MetadataStoreConformance("latched evidence is settled within its range, of its operand and pipeline only") {
            store in
            try store.commit([
                use(1), use(2), use(3), use(4), use(2, .latched, "other"), use(3, .latched, "x", of: "stranger"),
                use(5, .latched, RecordFixtures.trigger, of: "stranger"),
            ])
            try store.commit([
                settle(2, 5, .merged(RequestID(1)))
            ])
            let merged = try store.contents().uses.filter { $0.disposition == .merged(RequestID(1)) }
            try expect(merged.map(\.evidence.number), [2, 3, 4])
            try expect(Set(merged.map(\.trigger)), [Fixture.trigger])
        },
        MetadataStoreConformance("merged evidence is settled with its request") { store in
            try store.commit([use(1, .merged(RequestID(1))), use(2, .merged(RequestID(2))), use(3)])
            try store.commit([.settleMerged(RequestID(1), .consumed(RunID(7)))])
            try expect(try dispositions(store), [.consumed(RunID(7)), .merged(RequestID(2)), .latched])
        },
        MetadataStoreConformance("a final disposition never changes") { store in
            try store.commit([use(1, .expired("old")), use(2, .consumed(RunID(1)))])
            try store.commit([
                settle(1, 2, .withdrawn("x")),
                .settleMerged(RequestID(1), .withdrawn("x")),
            ])
            try expect(try dispositions(store), [.expired("old"), .consumed(RunID(1))])
        },
        MetadataStoreConformance("settled in the commit that added it") { store in
            try store.commit([
                use(1),
                settle(1, 1, .merged(RequestID(1))),
                .settleMerged(RequestID(1), .consumed(RunID(1))),
            ])
            try expect(try dispositions(store), [.consumed(RunID(1))])
        },
    ]
}
