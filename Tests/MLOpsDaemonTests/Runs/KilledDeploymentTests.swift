import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `A deployment that is killed` {
    /// The directory in which the child works; set only in the child.
    private static let workplace = getenv("MLOPSD_TEST_DEPLOYS_IN").map { String(cString: $0) }

    @Test(.enabled(if: workplace != nil, "it is the child that the other test kills"))
    func `deploys one version after the other until then`() throws {
        let place = Workplace(path: try #require(Self.workplace))
        var number = (try place.live ?? 0) + 1
        while true {
            try place.deploy(number)
            number += 1
        }
    }

    @Test func `A6 A7 leaves a whole version live and can be gone on with`() async throws {
        let scratch = try Scratch()
        let place = Workplace(path: scratch.path)
        try scratch.directory("live")
        try place.deploy(1)
        for round in 0..<12 {
            let before = try #require(try place.live)
            let child = try spawnChild(in: scratch.path)
            try await eventually("the child deploys") { try place.live ?? 0 > before + 1 }
            // Reading the link takes a few microseconds: the child is killed each time at another point.
            for _ in 0..<(round * 29) { _ = try place.live }
            try child.send(SIGKILL)
            try await eventually("the child is dead") { !child.isRunning }

            let left = try #require(try place.live)
            #expect(text(of: place.target + "/weights") == "\(left)")
            try place.verify(left)
            try place.deploy(left)
            try place.deploy(left + 1)
            #expect(text(of: place.target + "/weights") == "\(left + 1)")
        }
    }

    private func spawnChild(in directory: String) throws -> ProcessHandle {
        let program = try SafeDirectory.realPath(of: "/proc/self/exe")
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? program
        let libraries = getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=" + String(cString: $0)] } ?? []
        return try ProcessHandle.spawn(
            SpawnRequest(
                arguments: [
                    bundle, "--testing-library", "swift-testing", "--filter", "one version after the other until then",
                ],
                environment: ["MLOPSD_TEST_DEPLOYS_IN=\(directory)", "PATH=/usr/bin:/bin"] + libraries))
    }
}

/// A store of models whose content is their number, and a target.
private struct Workplace {
    let path: String
    var target: String { path + "/live/model" }
    private var store: ModelStore { ModelStore(state: path) }

    /// The number of the version that is live, by the link.
    var live: Int? {
        get throws { try SwitchableLink(target).target().flatMap { Int($0.split(separator: "/").last ?? "") } }
    }

    /// What a daemon does for a run, from its model directory to the target.
    func deploy(_ number: Int) throws {
        let model = path + "/model-\(number)"
        try RunDirectory.make(model)
        try Scratch.write(Array("\(number)".utf8), toPath: model + "/weights")
        let digest = try SafeDirectory(model).manifest(limits: TreeLimits()).digest
        try store.store(version(number), digest: digest, from: model, limits: TreeLimits())
        let replaced = try live.map(version)
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        try TargetSwitch(store: store, limits: TreeLimits()).perform(
            Deployment(
                id: DeploymentID(Int64(number)), pipeline: "churn", action: .deploy, version: version(number),
                digest: digest, replaced: replaced, target: target, run: nil, by: .daemon, reason: nil,
                startedAt: moment))
    }

    func verify(_ number: Int) throws {
        let digest = try #require(try SwitchableLink(store.directory(of: version(number))).target())
        try store.verify(version(number), digest: digest, limits: TreeLimits())
    }

    private func version(_ number: Int) -> ModelVersionID {
        ModelVersionID(pipeline: "churn", number: Int64(number))
    }
}
