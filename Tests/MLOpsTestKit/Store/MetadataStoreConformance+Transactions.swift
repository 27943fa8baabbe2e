import MLOpsCore
import MLOpsSchedule
import OrderedCollections

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    static let transactions = [
        MetadataStoreConformance("a new store is empty") { store in
            try expect(try store.restore(), Snapshot())
            try expect(try store.contents(), RecordContents())
        },
        MetadataStoreConformance("committing nothing changes nothing") { store in
            try store.commit([])
            try expect(try store.restore(), Snapshot())
        },
        MetadataStoreConformance("P1 a refused mutation takes the others of its commit with it") { store in
            try store.commit([.addEvidence(Fixture.evidence(1))])
            var counters = Counters()
            counters.evidence = 9
            try expectConflict(
                &store,
                [
                    .putCounters(counters), .addEvidence(Fixture.evidence(9)), .putRun(Fixture.run(9)),
                    .putFiles(Fixture.pipeline, Fixture.dataset, [Fixture.file("new.csv", sequence: 1)]),
                    .addEvidence(Fixture.evidence(1)),
                ])
        },
        MetadataStoreConformance("counters, pipelines and the newest time come back") { store in
            var counters = Counters()
            counters.run = 4
            counters.deployment = 2
            var state = PipelineState(name: Fixture.pipeline)
            state.lastStart = Fixture.moment(4)
            state.datasets["zebra"] = .init()
            state.datasets[Fixture.dataset] = .init()
            state.requests = [Shared(Fixture.request(5))]
            try store.commit([.putCounters(counters), .putPipeline(state), .addEvidence(Fixture.evidence(8))])
            try store.commit([.addEvidence(Fixture.evidence(7))])
            try expect(
                try store.restore(),
                Snapshot(counters: counters, pipelines: [state], newestRecord: Fixture.instant(8).microseconds))
        },
        MetadataStoreConformance("a pipeline's newest state replaces the former, in order of names") { store in
            var state = PipelineState(name: "b")
            try store.commit([.putPipeline(state), .putPipeline(PipelineState(name: "a"))])
            state.consecutiveFailures = 2
            try store.commit([.putPipeline(state)])
            try expect(try store.restore().pipelines, [PipelineState(name: "a"), state])
        },
        MetadataStoreConformance("a definition keeps its first text") { store in
            try store.commit([.putDefinition(id: "x", Fixture.pipeline, source: "steps: {}")])
            try store.commit([.putDefinition(id: "x", Fixture.pipeline, source: "other")])
            try expect(try store.contents().definitions.map(\.source), ["steps: {}"])
        },
    ]
}
