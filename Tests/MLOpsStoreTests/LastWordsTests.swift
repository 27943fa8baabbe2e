import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsStore

@Suite struct `Mutations of one transaction` {
    private static func arrival(_ number: Int64, _ pipeline: PipelineName) -> [Mutation] {
        [
            .addEvidence(
                Evidence(
                    id: EvidenceID(number), pipeline: pipeline, fact: .requested(by: .daemon, reason: nil),
                    recordedAt: Instant(seconds: 1))),
            .addUse(use(number, pipeline, .latched)),
            .settleLatched(
                pipeline, operand: "new", from: EvidenceID(number), through: EvidenceID(number),
                .merged(RequestID(number))),
            .settleMerged(RequestID(number), .consumed(RunID(number))),
        ]
    }

    private static func use(_ number: Int64, _ pipeline: PipelineName, _ disposition: Disposition) -> EvidenceUse {
        EvidenceUse(
            evidence: EvidenceID(number), pipeline: pipeline, trigger: "new", operand: "new", disposition: disposition)
    }

    private static func uses(_ mutations: [Mutation]) -> [EvidenceUse] {
        mutations.compactMap { if case .addUse(let use) = $0 { use } else { nil } }
    }

    @Test func `write a use that is latched, merged and consumed once, as consumed`() {
        let mutations = LastWords(of: Self.arrival(7, "churn")).mutations
        #expect(Self.uses(mutations) == [Self.use(7, "churn", .consumed(RunID(7)))])
        // Uses of evidence that is older may be merged into the same request; none of it can be latched from 7 on.
        #expect(mutations.count == 3 && mutations.contains(.settleMerged(RequestID(7), .consumed(RunID(7)))))
    }

    @Test func `still settle what was latched before them`() {
        var mutations = Self.arrival(7, "churn")
        mutations[2] = .settleLatched(
            "churn", operand: "new", from: EvidenceID(5), through: EvidenceID(7), .merged(RequestID(7)))
        let left = LastWords(of: mutations).mutations
        #expect(left.contains(mutations[2]))
        #expect(Self.uses(left) == [Self.use(7, "churn", .consumed(RunID(7)))])
    }

    @Test func `settle nothing of another pipeline, operand or range`() {
        let kept = Self.use(8, "fraud", .latched)
        var mutations = Self.arrival(7, "churn")
        mutations.insert(contentsOf: [.addUse(kept), .addUse(Self.use(9, "churn", .latched))], at: 2)
        #expect(
            Self.uses(LastWords(of: mutations).mutations) == [
                Self.use(7, "churn", .consumed(RunID(7))), kept, Self.use(9, "churn", .latched),
            ])
    }
}
