import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `Readiness of a file` {
    private typealias Policy = ReadinessPolicy

    @Test func `calls a renamed file whole at once`() {
        var file = ReadinessCase(Policy(readiness: .rename))
        #expect(file.hint(.movedIn) == .look)
        #expect(file.look(file.file(1)) == .ready(.rename))
    }

    @Test func `C3 in auto asks for a writer before it believes a rename`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        file.hint(.movedIn)
        #expect(file.look(file.file(1)) == .tryLease)
        #expect(file.lease(.granted, file.file(1)) == .ready(.rename))

        var held = ReadinessCase(Policy(readiness: .auto))
        held.hint(.movedIn)
        held.look(held.file(1))
        #expect(held.lease(.refused, held.file(1)) == .wait(.seconds(2)))
    }

    @Test func `believes a rename where leases cannot be had`() {
        var remote = ReadinessCase(Policy(readiness: .auto, usesLeases: false))
        remote.hint(.movedIn)
        #expect(remote.look(remote.file(1)) == .ready(.rename))

        var denied = ReadinessCase(Policy(readiness: .auto))
        denied.hint(.movedIn)
        denied.look(denied.file(1))
        #expect(denied.lease(.unsupported, denied.file(1)) == .ready(.rename))
    }

    @Test func `waits for a short rest before it tries the lease`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        let seen = file.file(1)
        file.hint(.written)
        #expect(file.look(seen) == .wait(.seconds(2)))
        file.pass(.seconds(2))
        #expect(file.look(seen) == .tryLease)
        #expect(file.lease(.granted, seen) == .ready(.lease))
    }

    @Test func `begins the rest anew when the file changes or is written again`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        file.hint(.written)
        file.look(file.file(1))
        file.pass(.seconds(1))
        let changed = file.file(2)
        #expect(file.look(changed) == .wait(.seconds(2)))
        file.pass(.seconds(1))
        file.hint(.written)
        #expect(file.look(changed) == .wait(.seconds(1)), "the kernel's change time is one second old")
    }

    @Test func `does not wait for a file that was whole long before it was found`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        let old = file.file(1)
        file.pass(.seconds(3600))
        file.hint(.found)
        #expect(file.look(old) == .tryLease)
        #expect(file.lease(.granted, old) == .ready(.lease))
    }

    @Test func `C23 is not held up by a change time from the future`() {
        var future = ReadinessCase(Policy(readiness: .auto))
        var skewed = future.file(1)
        skewed.changedNanoseconds = .max
        skewed.modifiedNanoseconds = .min
        future.hint(.found)
        #expect(future.look(skewed) == .wait(.seconds(2)))
        future.pass(.seconds(2))
        #expect(future.look(skewed) == .tryLease)
    }

    @Test func `C1 on the rung quiet trusts only rest that it has watched`() {
        var file = ReadinessCase(Policy(readiness: .quiet))
        let old = file.file(1)
        file.pass(.seconds(3600))
        var found = ReadinessCase(Policy(readiness: .quiet), at: file.now)
        found.hint(.found)
        #expect(found.look(old) == .wait(.seconds(10)))
        found.pass(.seconds(9))
        #expect(found.look(old) == .wait(.seconds(1)))
        found.pass(.seconds(1))
        #expect(found.look(old) == .ready(.quiet))
    }

    @Test func `C2 asks ever more rarely while a writer stays`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        file.hint(.created)
        let seen = file.file(1)
        file.look(seen)
        var waits: [Duration] = []
        for _ in 0..<8 {
            file.pass(.seconds(64))
            #expect(file.look(seen) == .tryLease)
            if case .wait(let time) = file.lease(.refused, seen) { waits.append(time) }
        }
        #expect(waits == [2, 2, 4, 8, 16, 32, 64, 64].map { .seconds($0) })
        #expect(file.machine.obstacle == "a process has it open for writing")
        file.hint(.written)
        #expect(file.look(seen) == .tryLease, "the last writer closed a file that has not changed for minutes")
    }

    @Test func `falls to quiet where leases cannot be had`() {
        var file = ReadinessCase(Policy(readiness: .lease))
        let seen = file.file(1)
        file.hint(.written)
        file.look(seen)
        file.pass(.seconds(2))
        #expect(file.look(seen) == .tryLease)
        #expect(file.lease(.unsupported, seen) == .wait(.seconds(8)))
        file.pass(.seconds(8))
        #expect(file.look(seen) == .ready(.quiet))
    }

    @Test func `does not trust a lease on a file that changed meanwhile`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        file.hint(.movedIn)
        file.look(file.file(1))
        #expect(file.lease(.granted, file.file(2)) == .wait(.seconds(2)))
    }

    @Test func `leaves empty files alone until there is something in them`() {
        var file = ReadinessCase(Policy(readiness: .rename))
        file.hint(.movedIn)
        #expect(file.look(file.file(1, size: 0)) == .ignore)
        var allowed = ReadinessCase(Policy(readiness: .rename, allowsEmpty: true))
        allowed.hint(.movedIn)
        #expect(allowed.look(allowed.file(1, size: 0)) == .ready(.rename))
    }

    @Test func `C2 C1 an empty file that was just made is looked at again, and an old one is not`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        file.hint(.created)
        let made = file.file(1, size: 0)
        #expect(file.look(made) == .wait(.seconds(10)))
        file.pass(.seconds(4))
        #expect(file.look(made) == .wait(.seconds(6)))
        file.pass(.seconds(6))
        #expect(file.look(made) == .ignore)
        var old = ReadinessCase(Policy(readiness: .auto))
        let found = old.file(1, size: 0)
        old.pass(.seconds(3600))
        old.hint(.found)
        #expect(old.look(found) == .ignore)
    }

    @Test func `answers for what is no file that can be read`() {
        var file = ReadinessCase(Policy(readiness: .auto))
        #expect(file.observe(.look(.special("a FIFO"))) == .quarantine("it is a FIFO, not a regular file"))
        #expect(file.observe(.look(.unreadable("Permission denied"))) == .unreadable("Permission denied"))
        #expect(file.observe(.look(.absent)) == .gone)
    }

    @Test func `settle zero makes every rung immediate`() {
        let dataset = DatasetDefinition(name: "d", path: "/d", settle: .zero)
        var file = ReadinessCase(Policy(dataset, isRemote: false))
        file.hint(.written)
        #expect(file.look(file.file(1)) == .tryLease)
        var remote = ReadinessCase(Policy(dataset, isRemote: true))
        remote.hint(.written)
        #expect(remote.look(remote.file(1)) == .ready(.quiet))
    }

    @Test func `waits ten seconds on a local and sixty on a remote file system`() {
        let dataset = DatasetDefinition(name: "d", path: "/d", readiness: .quiet)
        #expect(Policy(dataset, isRemote: false).settle == .seconds(10))
        #expect(Policy(dataset, isRemote: true).settle == .seconds(60))
        #expect(!Policy(dataset, isRemote: true).usesLeases)
    }
}
