import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `Windows of files` {
    private func file(_ sequence: Int64, rows: Int64, failure: String? = nil, at second: Int64 = 0) -> FileProfile {
        FileProfile(
            sequence: sequence, rows: rows, failure: failure,
            times: Instant(seconds: second)...Instant(seconds: second + 10), profile: failure == nil ? [0] : nil)
    }

    private func windows(_ files: [FileProfile], minimum: Int64 = 100) -> [FileWindow] {
        var windows = FileWindows(minimumRows: minimum)
        for file in files { windows.add(file) }
        return windows.whole
    }

    @Test func `end with the file that makes them large enough`() {
        let whole = windows([file(1, rows: 60), file(2, rows: 60), file(3, rows: 100), file(4, rows: 99)])
        #expect(whole.map { [$0.first, $0.last, $0.files, $0.rows] } == [[1, 2, 2, 120], [3, 3, 1, 100]])
    }

    @Test func `are never so small that nothing could be told of them`() {
        let files = (1...4).map { file($0, rows: 40) }
        func rows(wanted: Int64, reference: Int64) -> [Int64] {
            var windows = FileWindows(wanted: wanted, referenceRows: reference)
            for file in files { windows.add(file) }
            return windows.whole.map(\.rows)
        }
        #expect(rows(wanted: 1, reference: 1_000_000) == [80, 80])
        #expect(rows(wanted: 1, reference: 1000) == [120], "84 are needed")
        #expect(rows(wanted: 130, reference: 1000) == [160])
        #expect(rows(wanted: 1, reference: 50) == [40, 40, 40, 40], "no number of rows is enough")
    }

    @Test func `are the same however often anybody looks`() {
        let files = (1...50).map { file($0, rows: ($0 * 37) % 90) }
        let once = windows(files).map { [$0.first, $0.last] }
        for cut in 1..<files.count {
            let early = windows(Array(files[..<cut]))
            let through = early.last?.last ?? 0
            let late = windows(files.filter { $0.sequence > through })
            #expect((early + late).map { [$0.first, $0.last] } == once)
        }
    }

    @Test func `pass over files that can not be read`() {
        let whole = windows([file(1, rows: 0, failure: "no table"), file(2, rows: 100)])
        #expect(whole.map { [$0.first, $0.last, $0.files, $0.rows] } == [[1, 2, 1, 100]])
    }

    @Test func `span the times of their files`() {
        let whole = windows([file(1, rows: 50, at: 100), file(2, rows: 50, at: 20)])
        #expect(whole.first?.times == Instant(seconds: 20)...Instant(seconds: 110))
    }

    @Test func `are in the phase of their middle, by the clocks of the zone`() {
        var drift = DriftCondition(dataset: "in", phase: .dayOfWeek)
        // 2026-11-22 23:30 UTC to 2026-11-23 01:30 UTC: the middle is on Monday.
        let times = Instant(seconds: 1_795_390_200)...Instant(seconds: 1_795_397_400)
        #expect(drift.phase(of: times) == "Mon")
        drift.phase = .hourOfWeek
        #expect(drift.phase(of: times) == "Mon 0 h")
        drift.phase = .hourOfDay
        #expect(drift.phase(of: times) == "0 h")
        drift.phase = .dayOfMonth
        #expect(drift.phase(of: times) == "day 23")
        drift.phase = nil
        #expect(drift.phase(of: times) == "")
    }
}
