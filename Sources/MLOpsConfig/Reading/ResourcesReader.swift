import MLOpsCore

/// Reads `resources:` of a step and `sandbox:` of a pipeline.
enum ResourcesReader {
    /// Less holds no program.
    private static let leastMemory: Int64 = 1 << 20
    private static let mostProcessors = 4096.0
    private static let mostTasks: Int64 = 4_194_304
    static let mostAccelerators: Int64 = 1024

    static func resources(_ field: Field) -> StepResources? {
        guard let section = Section(field, .resources) else { return nil }
        return StepResources(
            memory: section["memory"].flatMap(memory),
            cpuPercent: section["cpus"]?.number(in: 0.01...mostProcessors).map { Int(($0 * 100).rounded()) },
            tasks: section["tasks"]?.integer(in: 1...mostTasks).map { Int($0) },
            accelerators: section["gpus"]?.integer(in: 1...mostAccelerators).map { Int($0) })
    }

    private static func memory(_ field: Field) -> Int64? {
        guard let size = field.size() else { return nil }
        return size >= leastMemory ? size : field.reject("must be at least 1M")
    }

    static func sandbox(_ field: Field) -> StepSandbox {
        guard let section = Section(field, .sandbox) else { return StepSandbox() }
        return StepSandbox(
            hasNetwork: section["network"]?.boolean() ?? true, isReadOnly: section["read_only"]?.boolean() ?? false)
    }
}
