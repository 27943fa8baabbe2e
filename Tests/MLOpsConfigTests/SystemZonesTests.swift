@testable import MLOpsConfig
import MLOpsSchedule
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

    @Test func `that are damaged are an error`() throws {
        let tree = try TemporaryTree()
        try tree.write("Damaged", "TZif2 and so on")
        #expect(throws: ScheduleError.self) { try SystemZones(directory: tree.path).rules(named: "Damaged") }
    }
}
