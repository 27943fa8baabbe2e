import Foundation
import MLOpsSchedule
import Testing

@testable import MLOpsCore

@Suite struct `The starts of the last day` {
    private func starts(_ seconds: some Sequence<Int>) -> RecentStarts {
        var starts = RecentStarts()
        for second in seconds { starts.note(Instant(seconds: Int64(second))) }
        return starts
    }

    private func wait(_ starts: RecentStarts, until limit: Int, at second: Int64) -> Duration {
        starts.wait(until: limit, at: Instant(seconds: second))
    }

    @Test func `are counted one by one while they are few`() {
        let few = starts([0, 10, 20])
        #expect(wait(few, until: 4, at: 20) == .zero)
        #expect(wait(few, until: 3, at: 20) == .seconds(86_380))
        #expect(wait(few, until: 1, at: 20) == .seconds(86_400))
        #expect(wait(few, until: 3, at: 86_400) == .zero)
        #expect(few.count(at: Instant(seconds: 86_400)) == 2)
    }

    @Test func `do not grow with their number, and never let more through than the budget`() {
        var starts = RecentStarts()
        var all: [Int64] = []
        let limit = 2000
        // Two days, a start wherever the budget allows it, every 20 s.
        for second in stride(from: 0, to: 172_800, by: 20) as StrideTo<Int64> {
            let now = Instant(seconds: second)
            guard starts.wait(until: limit, at: now) == .zero else { continue }
            starts.note(now)
            all.append(second)
            #expect(all.count { $0 > second - 86_400 } <= limit)
        }
        #expect(all.count == 2 * limit)
        #expect(starts.groups.count <= RecentStarts.exact + 25)
    }

    @Test func `wait no longer than until fewer than the limit are left`() {
        let many = starts(stride(from: 0, to: 40_000, by: 100))
        for limit in [1, 5, 33, 34, 200, 399, 400] {
            let wait = wait(many, until: limit, at: 40_000)
            let end = Instant(seconds: 40_000) + wait
            #expect(many.count(at: end) < limit)
            #expect(many.count(at: end - .microseconds(1)) >= limit)
        }
        #expect(wait(many, until: 401, at: 40_000) == .zero)
    }

    @Test func `of a clock that was set back since are forgotten`() {
        var starts = starts([100, 200, 300])
        #expect(starts.count(at: Instant(seconds: 150)) == 1)
        starts.note(Instant(seconds: 150))
        #expect(starts.groups.map(\.last) == [Instant(seconds: 100), Instant(seconds: 150)])
    }

    @Test func `are written as times, and read as former versions wrote them`() throws {
        let few = starts([1, 2])
        #expect(try String(decoding: JSONEncoder().encode(few), as: UTF8.self) == "[1000000,2000000]")
        let many = starts(0..<40)
        #expect(many.groups.last == RecentStarts.Group(last: Instant(seconds: 39), count: 9))
        let text = try JSONEncoder().encode(many)
        #expect(String(decoding: text, as: UTF8.self).hasSuffix(",30000000,[39000000,9]]"))
        #expect(try JSONDecoder().decode(RecentStarts.self, from: text) == many)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(RecentStarts.self, from: Data("[[1]]".utf8)) }
    }
}
