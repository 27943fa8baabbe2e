import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

/// One after another, because setting the clock is told to every timer.
@Suite(.serialized) struct `Time` {
    @Test func `a wall time that comes, and one that has passed, fire`() async throws {
        let timer = try WallClockTimer(on: Attempt.events.get())
        var events = timer.events.makeAsyncIterator()
        for isPast in [false, true] {
            var event: WallClockTimer.Event?
            // The other test, or another program of this machine, may set the clock.
            repeat {
                try timer.set(wallMicroseconds: isPast ? 0 : BootClock.wallMicroseconds + 20_000)
                event = await events.next()
            } while event == .clockChanged
            #expect(event == .fired)
        }
    }

    @Test(.enabled(if: geteuid() == 0, "setting the clock needs root"))
    func `D4 a clock that is set is told, also while nothing is due`() async throws {
        let timer = try WallClockTimer(on: Attempt.events.get())
        var events = timer.events.makeAsyncIterator()
        // By a microsecond, whatever else this machine is busy with meanwhile: nobody's time goes back.
        var change = timex()
        change.modes = UInt32(ADJ_SETOFFSET)
        change.time.tv_usec = 1
        try #require(adjtimex(&change) >= 0)
        #expect(await events.next() == .clockChanged)
        var event: WallClockTimer.Event?
        repeat {
            try timer.set(wallMicroseconds: BootClock.wallMicroseconds)
            event = await events.next()
        } while event == .clockChanged
        #expect(event == .fired)
    }

    @Test func `the clocks are in microseconds and this boot has an identity`() {
        #expect(BootClock.wallMicroseconds > 1_600_000_000_000_000)
        let first = BootClock.bootMicroseconds
        #expect(BootClock.bootMicroseconds >= first)
        #expect(BootClock.bootID.utf8.count == 36)
    }
}
