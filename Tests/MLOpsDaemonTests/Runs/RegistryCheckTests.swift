import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import MLOpsTestKit
import Testing

@testable import MLOpsDaemon

/// The registry is looked through while the daemon goes on deploying and registering.
@Suite struct `A look at the registry` {
    private let scratch: Scratch
    private let check: RegistryCheck
    private static let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")

    init() throws {
        scratch = try Scratch()
        check = RegistryCheck(state: scratch.path)
    }

    private func version(_ number: Int64) -> ModelVersionID { ModelVersionID(pipeline: "churn", number: number) }

    private func deployment(_ number: Int64, replacing: Int64? = nil) -> Deployment {
        Deployment(
            id: DeploymentID(number), pipeline: "churn", action: .deploy, version: version(number), digest: "d",
            replaced: replacing.map(version), target: scratch.path + "/live", run: nil, by: .daemon, reason: nil,
            startedAt: Self.moment)
    }

    /// Lets the target lead to a version.
    private func point(at number: Int64) throws {
        unlink(scratch.path + "/live")
        try #require(
            symlink(ModelStore(state: scratch.path).directory(of: version(number)), scratch.path + "/live") == 0)
    }

    /// What is found when the ledger says one after the other, and then the last one on.
    private func found(_ standings: DeploymentStanding...) throws -> (findings: Int, looks: Int) {
        var looks = 0
        let findings = try check.targets { () throws(StoreError) in
            looks += 1
            return standings[min(looks, standings.count) - 1]
        }
        return (findings.count, looks)
    }

    @Test func `takes a target for right that leads to what is being deployed`() throws {
        let standing = DeploymentStanding(live: [deployment(1)], open: [deployment(2, replacing: 1)])
        for number in [1, 2] as [Int64] {
            try point(at: number)
            #expect(try found(standing).findings == 0)
        }
        try point(at: 3)
        #expect(try found(standing).findings == 1)
        try point(at: 2)
        #expect(try found(DeploymentStanding(live: [deployment(1)])).findings == 1)
    }

    @Test func `reads the ledger again before it says that a target leads elsewhere`() throws {
        try point(at: 2)
        let before = DeploymentStanding(live: [deployment(1)])
        let during = DeploymentStanding(live: [deployment(1)], open: [deployment(2, replacing: 1)])
        let after = DeploymentStanding(live: [deployment(2, replacing: 1)])
        #expect(try found(before, during).findings == 0)
        #expect(try found(before, after).findings == 0)
        let still = try found(before, before)
        #expect(still.findings == 1 && still.looks == 2)
        // It goes on changing: nothing is known.
        let changing = (10...20).map { DeploymentStanding(live: [deployment($0)]) }
        var looks = 0
        let findings = try check.targets { () throws(StoreError) in
            looks += 1
            return changing[looks]
        }
        #expect(findings.isEmpty && looks == 6)
    }

    @Test func `tells of a pipeline that stands still while another one is deployed`() throws {
        try point(at: 9)
        var other = deployment(1)
        other.pipeline = "other"
        other.target = nil
        let first = DeploymentStanding(live: [deployment(1), other])
        other.id = DeploymentID(7)
        #expect(try found(first, DeploymentStanding(live: [deployment(1), other])).findings == 1)
    }

    @Test func `takes nothing for an orphan that a run is registering or judging`() throws {
        let names = [".incoming.1-2-3.tmp", "2", "3", "abc", "def"]
        let pipeline = PipelineDefinition.example()
        var scenario = Scenario(pipeline)
        _ = scenario.demand(.run(.init(pipeline: "churn")))
        var run = try #require(scenario.activeRuns.first)
        run.version = version(2)
        run.candidate = Candidate(digest: "abc", files: 1, bytes: 1, metrics: [])
        #expect(
            RegistryCheck.orphans(of: "churn", among: names, RegisteredModels(versions: [], runs: [run]))
                == ["3", "def"])
        #expect(RegistryCheck.orphans(of: "churn", among: names, RegisteredModels(versions: [])) == names)
    }
}
