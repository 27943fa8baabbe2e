import MLOpsCore

/// Looks for the users that definitions name.
struct UserCheck {
    /// nil: the machine is not looked at.
    let host: (any HostView)?

    /// nil: the pipeline names none, or this machine has it.
    func problem(with pipeline: LocatedPipeline) -> Diagnostic? {
        guard let name = pipeline.definition.user, let host, !host.hasUser(name) else { return nil }
        return pipeline.diagnostic(
            ["user"], "names \(name.quoted), and this machine has no such user",
            hint: "adduser --system --group \(name)")
    }

    /// Divides pipelines into those that can be used here and those whose user is needed and not there.
    func divide(_ pipelines: [LocatedPipeline]) -> (usable: [LocatedPipeline], invalid: [InvalidPipeline]) {
        guard host?.refusesUnknownUsers == true else { return (pipelines, []) }
        let invalid = pipelines.compactMap { pipeline in
            problem(with: pipeline).map {
                InvalidPipeline(name: pipeline.definition.name, path: pipeline.path, diagnostics: [$0])
            }
        }
        return (pipelines.filter { problem(with: $0) == nil }, invalid)
    }
}
