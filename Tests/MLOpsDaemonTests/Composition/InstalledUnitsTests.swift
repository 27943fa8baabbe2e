import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

@Suite struct `Units that are installed` {
    private let limited = PipelineDefinition(
        name: "churn", id: "c1", source: "directory: /\nsteps:\n  train: { run: [\"true\"] }\n", directory: "/",
        steps: [
            StepDefinition(name: "train", program: .arguments(["true"]), resources: StepResources(memory: 1 << 30))
        ])
    private let free = PipelineDefinition(
        name: "other", id: "o1", source: "", directory: "/",
        steps: [StepDefinition(name: "train", program: .arguments(["true"]))])

    private func check(_ units: InstalledUnits) -> Configuration {
        units.check(Configuration(pipelines: [limited, free]), in: "/etc/mlopsd")
    }

    @Test func `B26 are asked for where they are not those of the definition`() throws {
        let scratch = try Scratch()
        let unit = try #require(StepUnit.all(of: limited).first)
        let units = InstalledUnits(
            stepSocket: "/run/mlopsd/step.sock", directory: scratch.path, base: BaseEnvironment(home: "/", user: "ada"))
        for text in [nil, "", unit.limits + "MemoryMax=infinity\n", unit.limits.replacing("1073741824", with: "99")] {
            if let text {
                try scratch.directory("\(unit.name)@.service.d")
                try scratch.write(text, to: unit.limitsFile)
            }
            let checked = check(units)
            #expect(checked.pipelines == [free])
            #expect(
                checked.invalid.flatMap(\.diagnostics).map(\.description) == [
                    """
                    /etc/mlopsd/pipelines.d/churn.yaml:3:10: steps.train: has limits that systemd does not know yet; run \
                    "mlopsctl apply" as root
                    """
                ])
        }
        try scratch.write(unit.limits, to: unit.limitsFile)
        #expect(check(units).pipelines == [limited, free])
    }

    @Test func `are of no use to a user who is not there, nor for a state that is elsewhere`() throws {
        let scratch = try Scratch()
        var owned = free
        owned.user = "nobody-at-all"
        var boxed = free
        boxed.sandbox = StepSandbox(isReadOnly: true)
        let units = InstalledUnits(stepSocket: "/run/mlopsd/step.sock", state: scratch.path, directory: scratch.path)
        let checks = [owned, boxed].map { units.check(Configuration(pipelines: [$0]), in: "/etc/mlopsd") }
        #expect(checks.allSatisfy { $0.pipelines.isEmpty })
        #expect(
            checks.flatMap(\.invalid).flatMap(\.diagnostics).map(\.description) == [
                """
                /etc/mlopsd/pipelines.d/other.yaml: user: names "nobody-at-all", and this machine has no such user; \
                adduser --system --group nobody-at-all
                """,
                """
                /etc/mlopsd/pipelines.d/other.yaml: sandbox.read_only: lets steps write below /var/lib/mlopsd, and the \
                daemon keeps its state in \(scratch.path); mount or link /var/lib/mlopsd there instead of --state
                """,
            ])
    }

    @Test func `of a user are not asked for where that is the daemon's own`() {
        var owned = free
        owned.user = "churn"
        let units = InstalledUnits(stepSocket: nil, base: BaseEnvironment(home: "/", user: "churn"))
        #expect(units.check(Configuration(pipelines: [owned]), in: "/etc/mlopsd").pipelines == [owned])
    }

    @Test func `H10 of all steps are of no use where their user is not there`() {
        let base = BaseEnvironment(home: "/", user: "ada", stepUser: "nobody-at-all")
        let checked = check(InstalledUnits(stepSocket: "/run/mlopsd/step.sock", base: base))
        #expect(checked.pipelines.isEmpty)
        #expect(checked.invalid.last?.diagnostics.first?.problem.contains("names \"nobody-at-all\"") == true)
    }

    @Test(arguments: [StepDefinition.Executor.systemd, nil])
    func `are there for steps that systemd is to run, or they are refused`(
        executor: StepDefinition.Executor?
    ) {
        var pipeline = free
        pipeline.steps[0].executor = executor
        var configuration = Configuration(pipelines: [pipeline])
        if executor == nil { configuration.settings.executor = .systemd }
        let checked = InstalledUnits(stepSocket: nil).check(configuration, in: "/etc/mlopsd")
        #expect(
            checked.invalid.flatMap(\.diagnostics).map(\.description) == [
                """
                /etc/mlopsd/pipelines.d/other.yaml: steps.train.executor: is systemd, and nobody starts units here: mlopsd \
                does not run as a service of systemd; write executor: local, or install mlopsd with its units
                """
            ])
        let served = InstalledUnits(stepSocket: nil, startsUnits: true)
        #expect(served.check(configuration, in: "/etc/mlopsd").pipelines == [pipeline])
        configuration.settings.executor = .systemd
        configuration.pipelines[0].steps[0].executor = .local
        let local = InstalledUnits(stepSocket: nil).check(configuration, in: "/etc/mlopsd")
        #expect(local.pipelines.count == 1)
    }

    @Test func `are no way around a service manager`() {
        let checked = check(InstalledUnits(stepSocket: nil))
        #expect(checked.pipelines == [free])
        #expect(checked.invalid.first?.diagnostics.first?.problem.contains("nobody keeps here") == true)
    }
}
