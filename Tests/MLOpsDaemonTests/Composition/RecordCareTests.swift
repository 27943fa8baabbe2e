import MLOpsCore
import MLOpsSchedule
import MLOpsStore
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `Care of the record` {
    /// A log that a test writes, and what the care does about it.
    private final class Fixture: Sendable {
        struct State {
            var log = LogState(size: 0, modifiedNanoseconds: 0)
            var isHeld = false
            var merges = 0
            var pages = 0
            var mergesBeside = 0
            var told: [Int64?] = []
            var now = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "boot")
        }

        let state = Mutex(State())

        var merges: Int { state.withLock(\.merges) }
        var told: [Int64?] { state.withLock(\.told) }

        func makeCare() -> RecordCare {
            RecordCare(
                log: { self.state.withLock(\.log) }, pages: { self.state.withLock(\.pages) },
                mergeBeside: mergeBeside, merge: merge,
                tell: { size in
                    self.state.withLock { $0.told.append(size) }
                })
        }

        @Sendable private func mergeBeside() {
            state.withLock {
                $0.mergesBeside += 1
                if !$0.isHeld { $0.pages = 0 }
            }
        }

        @Sendable private func merge() {
            state.withLock {
                $0.merges += 1
                guard !$0.isHeld else { return }
                $0.pages = 0
                $0.log.size = min($0.log.size, 8192)
            }
        }

        func write(_ size: Int64) {
            state.withLock {
                $0.pages += 1
                $0.log.size = size
                $0.log.modifiedNanoseconds += 1
            }
        }

        func hold(_ isHeld: Bool) { state.withLock { $0.isHeld = isHeld } }

        func pass(_ seconds: Int64) -> Moment {
            state.withLock {
                $0.now.uptime += seconds * 1_000_000
                return $0.now
            }
        }
    }

    @Test func `P14 merges the log once nothing was written for a minute, and once only`() {
        let fixture = Fixture()
        let care = fixture.makeCare()
        fixture.write(4096)
        care.look(at: fixture.pass(1))
        fixture.write(8192)
        care.look(at: fixture.pass(60))
        #expect(fixture.merges == 0)
        care.look(at: fixture.pass(59))
        #expect(fixture.merges == 0)
        care.look(at: fixture.pass(1))
        #expect(fixture.merges == 1)
        for _ in 1...5 { care.look(at: fixture.pass(60)) }
        #expect(fixture.merges == 1)
        #expect(fixture.told.isEmpty)
    }

    @Test func `E8 tells once of a log that somebody keeps from being merged, and once of its end`() {
        let fixture = Fixture()
        let care = fixture.makeCare()
        fixture.hold(true)
        let large = RecordCare.largeSize + 1
        for size in [RecordCare.largeSize, large, large + 1, large + 2] {
            fixture.write(size)
            care.look(at: fixture.pass(60))
        }
        #expect(fixture.told == [large])
        #expect(fixture.merges == 3)
        fixture.hold(false)
        fixture.write(large + 3)
        care.look(at: fixture.pass(60))
        #expect(fixture.told == [large, nil])
    }

    @Test func `merges a long log beside the commits, once for all that ask meanwhile`() async throws {
        let fixture = Fixture()
        let care = fixture.makeCare()
        fixture.state.withLock { $0.pages = RecordCare.manyPages - 1 }
        care.look(at: fixture.pass(0))
        #expect(fixture.state.withLock(\.mergesBeside) == 0)
        fixture.state.withLock { $0.pages += 1 }
        care.look(at: fixture.pass(0))
        try await eventually("it is merged") { fixture.state.withLock(\.pages) == 0 }
        care.look(at: fixture.pass(0))
        #expect(fixture.state.withLock(\.mergesBeside) == 1)
        #expect(fixture.merges == 0)
    }
}
