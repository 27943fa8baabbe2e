import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `Lists` {
    @Test func `LAST is when a trigger led to a request`() async throws {
        let api = try await APIFixture()
        func trigger(_ name: String) async throws -> [String: Any]? {
            let all = try await api.get("/v1/triggers").json as? [[String: Any]]
            return all?.first { $0["trigger"] as? String == name }
        }
        #expect(try await trigger("volume")?["last_at"] == nil)
        api.inbox.send(.filesReady("churn", "in", [.example(1)]))
        try await eventually("the run has started") { try await trigger("volume")?["last_run"] as? String == "r1" }
        #expect(try await trigger("volume")?["last_at"] != nil)
        #expect(try await trigger("someday")?["last_at"] == nil)
        try await api.stop()
    }

    @Test func `a failure is shown until a success follows`() async throws {
        let api = try await APIFixture(exitCodes: [1])
        try await api.completeRun()
        let failures = try await api.get("/v1/status")["failures"] as? [[String: Any]]
        #expect(failures?.compactMap { $0["id"] as? String } == ["r1"])
        try await api.completeRun()
        #expect((try await api.get("/v1/status")["failures"] as? [Any])?.isEmpty == true)
        try await api.stop()
    }

    @Test func `only the newest deployment is live`() async throws {
        let api = try await APIFixture()
        let (first, second) = (try await api.completeRun(), try await api.completeRun())
        func state(_ run: String) async throws -> String? {
            (try await api.get("/v1/runs/\(run)")["deployment"] as? [String: Any])?["state"] as? String
        }
        #expect(try await state(first) == "replaced")
        #expect(try await state(second) == "live")
        let newest = try await api.get("/v1/deployments?limit=1").json as? [[String: Any]]
        let older = try await api.get("/v1/deployments?limit=1&before=l2").json as? [[String: Any]]
        #expect(newest?.first?["state"] as? String == "live")
        #expect(older?.first?["state"] as? String == "replaced")
        try await api.stop()
    }

    @Test func `a client that waits for a run is answered when it ends`() async throws {
        let api = try await APIFixture()
        let run = try await api.completeRun()
        #expect(try await api.get("/v1/runs/\(run)")["run"].map { "\($0)" }?.contains("succeeded") == true)
        try await api.stop()
    }
}

extension FileRecord {
    fileprivate static func example(_ number: Int64) -> FileRecord {
        FileRecord(
            path: Array("\(number).csv".utf8), state: .ready,
            fingerprint: .init(
                device: 1, inode: UInt64(number), size: 100, modifiedNanoseconds: 0, changedNanoseconds: 0),
            rows: nil, sequence: number, rung: .rename, observedAt: Moment.now.wall)
    }
}
