import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `Schedule of rescans` {
    private func at(_ seconds: Int64) -> Moment {
        Moment(wall: Instant(seconds: seconds), uptime: seconds * 1_000_000, boot: "b")
    }

    private func schedule() -> RescanSchedule { RescanSchedule(interval: .seconds(900), at: at(0)) }

    @Test func `begins at once and goes on by the interval`() {
        var schedule = schedule()
        #expect(schedule.isDue(at: at(0)))
        schedule.begin()
        #expect(!schedule.isDue(at: at(1000)))
        let episode = schedule.end(isComplete: true, at: at(5))
        #expect(episode == nil)
        #expect(!schedule.isDue(at: at(904)))
        #expect(schedule.isDue(at: at(905)))
    }

    @Test func `what is asked for during a scan follows it`() {
        var schedule = schedule()
        schedule.begin()
        schedule.request(by: 0)
        _ = schedule.end(isComplete: true, at: at(5))
        #expect(schedule.isDue(at: at(6)))
    }

    @Test func `an earlier request wins over a later one`() {
        var schedule = schedule()
        schedule.begin()
        _ = schedule.end(isComplete: true, at: at(0))
        schedule.request(by: at(10).uptime)
        schedule.request(by: at(20).uptime)
        #expect(schedule.dueAt == at(10).uptime)
    }

    @Test func `C11 loss of events ends with a scan during which none was lost`() {
        var schedule = schedule()
        schedule.begin()
        let isFirst = schedule.noteLostEvents(at: at(1))
        let isSecond = schedule.noteLostEvents(at: at(2))
        #expect(isFirst && !isSecond, "it is one episode")
        #expect(schedule.isDegraded)
        let unfinished = schedule.end(isComplete: true, at: at(3))
        #expect(unfinished == nil)
        #expect(schedule.isDegraded)
        #expect(schedule.isDue(at: at(4)))
        schedule.begin()
        let episode = schedule.end(isComplete: true, at: at(5))
        #expect(episode == RescanSchedule.Episode(overflows: 2, scans: 1))
        #expect(!schedule.isDegraded)
    }

    @Test func `scans that fail, or lose events again, come ever more rarely, but at least every minute`() {
        var schedule = schedule()
        var waits: [Int64] = []
        for _ in 0..<9 {
            schedule.begin()
            _ = schedule.end(isComplete: false, at: at(0))
            waits.append((schedule.dueAt ?? 0) / 1_000_000)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60, 60])
        schedule.begin()
        _ = schedule.end(isComplete: true, at: at(0))
        #expect(schedule.dueAt == at(900).uptime)
    }
}
