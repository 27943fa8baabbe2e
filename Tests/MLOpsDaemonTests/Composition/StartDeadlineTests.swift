import Glibc
import Synchronization
import Testing

@testable import MLOpsDaemon

@Suite struct `More time to start` {
    /// Counts what is asked for, and what was looked at.
    private final class Counts: Sendable {
        let asked = Mutex<[Duration]>([])
        let looks = Mutex(0)

        func usage(perLook: StartDeadline.Usage) -> StartDeadline.Usage {
            let look = looks.withLock { looks in
                defer { looks += 1 }
                return Int64(looks)
            }
            return StartDeadline.Usage(
                processorMicroseconds: look * perLook.processorMicroseconds, blocks: look * perLook.blocks)
        }
    }

    /// Works until it was looked at so often, the first time before it began.
    private func asked(_ looks: Int, perLook: StartDeadline.Usage) -> [Duration] {
        let counts = Counts()
        let patience = StartDeadline(
            interval: .milliseconds(1), usage: { counts.usage(perLook: perLook) },
            extend: { duration in counts.asked.withLock { $0.append(duration) } })
        patience.during { while counts.looks.withLock({ $0 }) < looks { sched_yield() } }
        return counts.asked.withLock { $0 }
    }

    @Test(arguments: [
        StartDeadline.Usage(processorMicroseconds: 20_000, blocks: 0), .init(processorMicroseconds: 0, blocks: 1),
    ]) func `A15 is asked for at once, and again as long as the start gets on`(perLook: StartDeadline.Usage) {
        // What was looked at last may not have been asked for yet.
        let asked = asked(5, perLook: perLook)
        #expect(asked.count >= 4 && asked.allSatisfy { $0 == .seconds(60) })
    }

    @Test func `A15 is not asked for by a start that hangs`() {
        #expect(asked(5, perLook: .init(processorMicroseconds: 500, blocks: 0)) == [.seconds(60)])
    }

    @Test func `what this process uses is measured`() {
        let before = StartDeadline.Usage.ofThisProcess
        #expect(before.processorMicroseconds > 0)
        #expect(!before.isProgress(since: before))
        while !StartDeadline.Usage.ofThisProcess.isProgress(since: before) {}
    }

    @Test func `a start that fails fails as it did`() {
        struct Refusal: Error {}
        let patience = StartDeadline(extend: { _ in })
        #expect(throws: Refusal.self) { try patience.during { () throws(Refusal) in throw Refusal() } }
    }
}
