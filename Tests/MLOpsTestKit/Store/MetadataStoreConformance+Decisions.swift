import MLOpsCore
import MLOpsSchedule

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    static let decisions = [
        MetadataStoreConformance("P2 no two starts with one key") { store in
            try store.commit([.addDecision(Fixture.decision(1, .start, dedupeKey: "k"))])
            try expectConflict(&store, [.addDecision(Fixture.decision(2, .start, dedupeKey: "k"))])
            try store.commit([.addDecision(Fixture.decision(2, .start, dedupeKey: "other"))])
        },
        MetadataStoreConformance("only starts compete for a key, and those without one do not") { store in
            try store.commit([
                .addDecision(Fixture.decision(1, .start, dedupeKey: "k")),
                .addDecision(Fixture.decision(2, .hold, dedupeKey: "k")),
                .addDecision(Fixture.decision(3, .start)), .addDecision(Fixture.decision(4, .start)),
            ])
            try expect(try store.contents().decisions.map(\.record.id.number), [1, 2, 3, 4])
        },
        MetadataStoreConformance("a decision comes back as it was") { store in
            let decision = Fixture.decision(1, .merge, run: RunID(3))
            try store.commit([.addDecision(decision)])
            try expect(
                try store.contents().decisions, [.init(record: decision, lastAt: decision.decidedAt, count: 1)])
        },
        MetadataStoreConformance("the same decision id twice is a conflict") { store in
            try store.commit([.addDecision(Fixture.decision(1))])
            try expectConflict(&store, [.addDecision(Fixture.decision(1, summary: "other"))])
        },
        MetadataStoreConformance("a repeated decision is counted") { store in
            try store.commit([.repeatDecision(Fixture.decision(1))])
            try store.commit([.repeatDecision(Fixture.decision(2)), .repeatDecision(Fixture.decision(3))])
            try expect(
                try store.contents().decisions,
                [.init(record: Fixture.decision(1), lastAt: Fixture.instant(3), count: 3)])
        },
        MetadataStoreConformance("a repeated decision is only counted when it was the pipeline's newest") { store in
            try store.commit([.repeatDecision(Fixture.decision(1)), .addDecision(Fixture.decision(2, .start))])
            try store.commit([.repeatDecision(Fixture.decision(3))])
            try store.commit([.repeatDecision(Fixture.decision(4, of: "other"))])
            try store.commit([.repeatDecision(Fixture.decision(5))])
            try store.commit([.repeatDecision(Fixture.decision(6, summary: "full"))])
            let decisions = try store.contents().decisions
            try expect(decisions.map(\.record.id.number), [1, 2, 3, 4, 6])
            try expect(decisions.map(\.count), [1, 1, 2, 1, 1])
        },
        MetadataStoreConformance("a request is replaced, then ended") { store in
            var request = Fixture.request(1)
            try store.commit([.putRequest(request), .putRequest(Fixture.request(2))])
            request.priority = 100
            try store.commit([.putRequest(request), .endRequest(RequestID(1), .started(RunID(4)))])
            try store.commit([.endRequest(RequestID(2), .expired("too late"))])
            try expect(
                try store.contents().requests,
                [
                    .init(request: request, end: .started(RunID(4))),
                    .init(request: Fixture.request(2), end: .expired("too late")),
                ])
        },
        MetadataStoreConformance("ending an unknown request does nothing") { store in
            try store.commit([.endRequest(RequestID(1), .withdrawn("x"))])
            try expect(try store.contents(), RecordContents())
        },
    ]
}
