import Foundation
@testable import MLOpsConfig
import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit
import Testing

@Suite struct `Time zones of the machine` {
    @Test(arguments: ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC"])
    func `are found by name`(name: String) throws {
        #expect(try SystemZones().rules(named: name).name == name)
    }

    @Test(arguments: [
        "../../../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "right/UTC", "posix/UTC", "", ".", "Europe",
        "Europe//Berlin", "tzdata.zi", "Europe/Berlin\0", String(repeating: "a", count: 5000),
    ])
    func `are not found under what is no name`(name: String) {
        #expect(throws: ScheduleError.self) { try SystemZones().rules(named: name) }
    }

    @Test func `are suggested`() {
        let error = #expect(throws: ScheduleError.self) { try SystemZones().rules(named: "Europe/Berlni") }
        #expect(error?.hint == "did you mean \"Europe/Berlin\"?")
    }

    @Test func `D3 that were upgraded count from the next reload on, and no slot comes twice`() throws {
        let tree = try TemporaryTree()
        let text = """
            triggers: { daily: { schedule: "*-*-* 03:00 Test/Zone" } }
            policy: { cooldown: 0s }
            \(TemporaryTree.steps)
            """
        func definition(inForceWith zone: String) throws -> PipelineDefinition {
            let file = tree.path + "/Test/Zone"
            try? FileManager.default.removeItem(atPath: file)  // The first time there is none.
            try FileManager.default.copyItem(atPath: "/usr/share/zoneinfo/\(zone)", toPath: file)
            return try PipelineReader(zones: SystemZones(directory: tree.path))
                .read(source: text, name: "churn", path: "churn.yaml")
        }
        try tree.directories("Test")
        let (before, after) = try (definition(inForceWith: "Etc/GMT-1"), definition(inForceWith: "Etc/GMT-2"))
        #expect(before.id == after.id)
        var scenario = Scenario(before)
        let midnight = scenario.now.wall
        #expect(scenario.orchestrator.nextDue == midnight + .seconds(2 * 3600))
        scenario.wait(.seconds(2 * 3600))
        scenario.completeRuns()
        scenario.handle(.configured(Configured(pipelines: [after])))
        #expect(scenario.outcomes.count == 1)
        #expect(scenario.orchestrator.nextDue == midnight + .seconds(25 * 3600))
        scenario.wait(.seconds(24 * 3600))
        scenario.completeRuns()
        #expect(scenario.outcomes.count == 2)
    }

    @Test func `that are damaged are an error`() throws {
        let tree = try TemporaryTree()
        try tree.write("Damaged", "TZif2 and so on")
        #expect(throws: ScheduleError.self) { try SystemZones(directory: tree.path).rules(named: "Damaged") }
    }
}
