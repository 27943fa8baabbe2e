import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Testing

@testable import MLOpsDaemon

@Suite struct `Units that are installed` {
    private let limited = PipelineDefinition(
        name: "churn", id: "c1", source: "", directory: "/",
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
        let units = InstalledUnits(stepSocket: "/run/mlopsd/step.sock", directory: scratch.path)
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
                    /etc/mlopsd/pipelines.d/churn.yaml: steps.train: has limits that systemd does not know yet; run \
                    "mlopsctl apply" as root
                    """
                ])
        }
        try scratch.write(unit.limits, to: unit.limitsFile)
        #expect(check(units).pipelines == [limited, free])
    }

    @Test func `are no way around a service manager`() {
        let checked = check(InstalledUnits(stepSocket: nil))
        #expect(checked.pipelines == [free])
        #expect(checked.invalid.first?.diagnostics.first?.problem.contains("nobody keeps here") == true)
    }
}
