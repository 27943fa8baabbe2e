import MLOpsCore
import MLOpsLinux

/// The environment of one attempt: the contract with a step on a clean base, and nothing of the daemon's own.
struct StepEnvironment: Hashable, Sendable {
    /// `NAME=value`, in a fixed order.
    let entries: [String]

    /// - Parameters:
    ///   - champion: the directory of the model in production; nil: there is none yet.
    ///   - model: the directory of the candidate; nil: where the run's steps write it.
    /// - Throws: `unusableDefinition` when two names become the same variable or a value holds a NUL.
    init(
        for attempt: AttemptID, of run: Run, _ pipeline: PipelineDefinition, in directory: RunDirectory,
        champion: String?, model: String? = nil,
        base: BaseEnvironment
    ) throws(RunError) {
        var variables = base.variables
        variables += Self.identity(attempt, run)
        variables += Self.files(pipeline, directory, champion, model)
        variables += Parameters(pipeline, run).list.map { ("MLOPS_PARAM_" + Self.name($0.name), $0.value) }
        try Self.check(variables)
        entries = variables.map { "\($0.name)=\($0.value)" }
    }

    private static func identity(_ attempt: AttemptID, _ run: Run) -> [(name: String, value: String)] {
        let triggers = run.request.causes.compactMap(\.trigger?.text)
        return [
            ("MLOPS_PIPELINE", run.pipeline.text),
            ("MLOPS_RUN_ID", "\(run.id)"),
            ("MLOPS_STEP", attempt.step.text),
            ("MLOPS_ATTEMPT", "\(attempt.number)"),
            ("MLOPS_REASON", UntrustedText.escape(run.reason)),
            ("MLOPS_TRIGGER", triggers.joined(separator: ",")),
        ]
    }

    private static func files(
        _ pipeline: PipelineDefinition, _ directory: RunDirectory, _ champion: String?, _ model: String?
    ) -> [(name: String, value: String)] {
        var variables = [("MLOPS_MANIFEST", directory.manifest)]
        for dataset in pipeline.datasets {
            let suffix = name(dataset.name.text)
            variables.append(("MLOPS_DATA_" + suffix, directory.list(of: dataset.name)))
            variables.append(("MLOPS_NEW_DATA_" + suffix, directory.newList(of: dataset.name)))
        }
        variables += [
            ("MLOPS_WORK", directory.work),
            ("MLOPS_MODEL", model ?? directory.model),
            ("MLOPS_METRICS", directory.metrics),
            ("MLOPS_CHAMPION", champion ?? ""),
            ("TMPDIR", directory.temporary),
        ]
        return variables
    }

    /// Returns the part of a variable's name that stands for a name of the definition: `web-logs` becomes `WEB_LOGS`.
    static func name(_ text: String) -> String {
        String(
            decoding: text.utf8.map { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
    }

    private static func check(_ variables: [(name: String, value: String)]) throws(RunError) {
        var names: Set<String> = []
        for (name, value) in variables {
            guard names.insert(name).inserted else {
                throw RunError(
                    .unusableDefinition,
                    "cannot set \"\(name)\": two names of the pipeline become this one variable; rename one of them")
            }
            guard !value.utf8.contains(0) else {
                throw RunError(
                    .unusableDefinition,
                    "cannot set \"\(name)\": its value holds a NUL character, which no environment can hold")
            }
        }
    }
}
