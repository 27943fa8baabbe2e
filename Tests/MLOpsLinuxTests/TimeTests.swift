import CMLOpsLinux
import Glibc
import MLOpsLinux
import Testing

/// One after another, because setting the clock is told to every timer.
@Suite(.serialized) struct `Time` {
    @Test func `a wall time that comes, and one that has passed, fire`() async throws {
        let timer = try WallClockTimer(on: Attempt.events.get())
        var events = timer.events.makeAsyncIterator()
        try timer.set(wallMicroseconds: BootClock.wallMicroseconds + 20_000)
        #expect(await events.next() == .fired)
        try timer.set(wallMicroseconds: 0)
        #expect(await events.next() == .fired)
    }

    @Test(.enabled(if: geteuid() == 0, "setting the clock needs root"))
    func `D4 a clock that is set is told, also while nothing is due`() async throws {
        let timer = try WallClockTimer(on: Attempt.events.get())
        var events = timer.events.makeAsyncIterator()
        // Set to the time it shows: the kernel tells of the setting, and nobody's time changes by more than microseconds.
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        try #require(clock_settime(CLOCK_REALTIME, &now) == 0)
        #expect(await events.next() == .clockChanged)
        try timer.set(wallMicroseconds: BootClock.wallMicroseconds)
        #expect(await events.next() == .fired)
    }

    @Test func `the clocks are in microseconds and this boot has an identity`() {
        #expect(BootClock.wallMicroseconds > 1_600_000_000_000_000)
        let first = BootClock.bootMicroseconds
        #expect(BootClock.bootMicroseconds >= first)
        #expect(BootClock.bootID.utf8.count == 36)
    }
}
