import MLOpsCore

/// Finds directories whose watching would answer to the daemon's own writing, links followed.
struct LoopCheck {
    let statePath: String?

    func problems(with pipeline: LocatedPipeline) -> [Diagnostic] {
        let target = pipeline.definition.deployment.map { RealPath.ofLink($0.target) }
        let state = statePath.map(RealPath.existingPart)
        return pipeline.definition.datasets.flatMap { dataset -> [Diagnostic] in
            let watched = RealPath.existingPart(of: dataset.path)
            var problems: [Diagnostic] = []
            if let target, FilePath.isInside(target, watched) {
                problems.append(
                    pipeline.diagnostic(
                        ["deploy", "target"],
                        "leads into \(watched.quoted), which data.\(dataset.name) watches: every deployment would be "
                            + "new data", hint: "keep models and data apart"))
            }
            if let state, FilePath.isInside(state, watched) || isOutput(watched, of: state) {
                problems.append(
                    pipeline.diagnostic(
                        ["data", dataset.name.text, "path"],
                        "\(watched.quoted) holds, or is among, what mlopsd writes itself in \(state.quoted): every "
                            + "run would be new data", hint: "keep data outside of the state directory"))
            }
            return problems
        }
    }

    private func isOutput(_ path: String, of state: String) -> Bool {
        ["runs", "models"].contains { FilePath.isInside(path, "\(state)/\($0)") }
    }
}
