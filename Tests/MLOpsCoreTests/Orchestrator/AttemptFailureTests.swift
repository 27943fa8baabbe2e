import Testing

@testable import MLOpsCore

@Suite struct `Why an attempt failed` {
    private func text(_ kind: AttemptEnd.Kind, kills: Int64?, limit: Int64?) -> String? {
        AttemptFailure(AttemptEnd(kind: kind, memoryKills: kills, memoryLimit: limit))?.text
    }

    @Test func `B11 a signal that was the kernel's says so, and what the limit is`() {
        let signaled = AttemptEnd.Kind.signaled(signal: 9, core: false)
        #expect(text(signaled, kills: nil, limit: nil) == "was killed by signal 9")
        #expect(
            text(signaled, kills: 1, limit: 8 << 30)
                == "was killed by signal 9; the kernel killed 1 of its processes for want of memory, whose limit is "
                + "8192 MiB")
    }

    @Test func `a core that was dumped can be found`() {
        #expect(
            text(.signaled(signal: 11, core: true), kills: nil, limit: nil)
                == "was killed by signal 11 and dumped core; coredumpctl tells where")
    }

    @Test func `B11 a worker that the kernel killed is told of when the step fails, and is no failure by itself`() {
        #expect(
            text(.exited(code: 1), kills: 2, limit: nil)
                == "failed with exit status 1; the kernel killed 2 of its processes for want of memory")
        #expect(text(.exited(code: 0), kills: 2, limit: nil) == nil)
    }
}
