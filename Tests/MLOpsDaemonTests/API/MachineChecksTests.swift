import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `What is looked at of a machine` {
    private let scratch: Scratch
    private let machine: MachineChecks

    init() throws {
        scratch = try Scratch()
        machine = MachineChecks(root: scratch.path)
        for directory in ["sys/fs/cgroup", "proc/sys/fs/inotify"] { try scratch.directory(directory) }
    }

    private func pipeline(_ name: PipelineName, _ resources: StepResources?) -> PipelineDefinition {
        let step = StepDefinition(name: "train", program: .shell("true"), resources: resources)
        return PipelineDefinition(name: name, id: "i", source: "", directory: "/", steps: [step])
    }

    @Test func `B10 names limits that the kernel does not keep, and the steps that ask for them`() throws {
        let pipelines = [
            pipeline("free", nil), pipeline("small", StepResources(memory: 1 << 30)),
            pipeline("few", StepResources(cpuPercent: 150, tasks: 9)),
        ]
        let file = "sys/fs/cgroup/cgroup.controllers"
        #expect(machine.limits(of: pipelines).isEmpty, "nobody knows")
        try scratch.write("cpuset cpu io memory pids\n", to: file)
        #expect(machine.limits(of: pipelines).isEmpty)
        try scratch.write("cpuset io\n", to: file)
        let checks = machine.limits(of: pipelines)
        #expect(
            checks.map(\.detail) == [
                "nothing holds small/train to resources.memory: systemd has no controller \"memory\" of the kernel here",
                "nothing holds few/train to resources.cpus: systemd has no controller \"cpu\" of the kernel here",
                "nothing holds few/train to resources.tasks: systemd has no controller \"pids\" of the kernel here",
            ])
        #expect(checks.allSatisfy { $0.status == .warning && $0.fix?.hasPrefix("boot a kernel that has it") == true })
        #expect(machine.limits(of: [pipelines[0]]).isEmpty)
        let many = (1...5).map { pipeline(PipelineName("p\($0)"), StepResources(tasks: 1)) }
        #expect(machine.limits(of: many).first?.detail.contains("p1/train, p2/train, p3/train and 2 more to") == true)
    }

    @Test func `B10 with the older hierarchy, what the daemon's own unit has is what others get`() throws {
        let pipelines = [pipeline("all", StepResources(memory: 1 << 30, cpuPercent: 100, tasks: 9))]
        try scratch.directory("proc/self")
        let unit = "/system.slice/mlopsd.service"
        try scratch.write("8:pids:\(unit)\n4:memory:\(unit)\n2:cpu,cpuacct:/\n0::\(unit)\n", to: "proc/self/cgroup")
        #expect(machine.limits(of: pipelines).isEmpty)
        try scratch.write("8:pids:/\n4:memory:\(unit)\n0::\(unit)\n", to: "proc/self/cgroup")
        #expect(machine.limits(of: pipelines).map { $0.detail.contains("\"pids\"") } == [true])
    }

    @Test func `a clock that nobody has set is told of`() throws {
        let now = Instant(seconds: 1_795_392_000)
        #expect(machine.clock(at: now).status == .ok)
        #expect(machine.clock(at: Instant(seconds: 100)).status == .failed)
        try scratch.directory("run/systemd/timesync")
        #expect(machine.clock(at: now).status == .warning)
        try scratch.write("", to: "run/systemd/timesync/synchronized")
        #expect(machine.clock(at: now).status == .ok)
    }

    @Test func `bounds of inotify are held against what is watched, its instances among them`() throws {
        #expect(machine.inotify(watched: 0).isEmpty)
        for name in ["max_user_watches", "max_queued_events"] {
            try scratch.write("16384\n", to: "proc/sys/fs/inotify/\(name)")
        }
        try scratch.write("16\n", to: "proc/sys/fs/inotify/max_user_instances")
        let checks = machine.inotify(watched: 4097)
        #expect(
            checks.map(\.name) == [
                "inotify-max_user_watches", "inotify-max_queued_events", "inotify-max_user_instances",
            ])
        #expect(checks.allSatisfy { $0.status == .warning && $0.fix?.hasPrefix("sysctl fs.inotify.") == true })
        #expect(machine.inotify(watched: 4096).map(\.status) == [.ok, .ok, .warning])
    }
}
