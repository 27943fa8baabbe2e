import MLOpsCore

/// The parameters of one run: those of the definition, replaced by those that the request gave.
struct Parameters: Hashable, Sendable {
    /// In the order of the definition, then of the request.
    let list: [Parameter]

    init(_ pipeline: PipelineDefinition, _ run: Run) {
        var list = pipeline.parameters
        for given in run.request.parameters {
            if let index = list.firstIndex(where: { $0.name == given.name }) {
                list[index].value = given.value
            } else {
                list.append(given)
            }
        }
        self.list = list
    }
}
