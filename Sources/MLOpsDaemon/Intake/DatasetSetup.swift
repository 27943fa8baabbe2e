import MLOpsCore

/// What the definitions in force say of one dataset.
struct DatasetSetup: Hashable, Sendable {
    let key: DatasetKey
    let definition: DatasetDefinition
    /// Whether some trigger of the pipeline asks how many rows arrived.
    let countsRows: Bool
    /// What files are held against, as JSON; nil: nothing.
    var schema: String?

    /// - Parameter schemas: as JSON, by the paths that datasets name.
    static func all(in pipelines: [PipelineDefinition], schemas: [String: String] = [:]) -> [DatasetSetup] {
        pipelines.flatMap { pipeline in
            pipeline.datasets.map { dataset in
                DatasetSetup(
                    key: DatasetKey(pipeline.name, dataset.name), definition: dataset,
                    countsRows: asksForRows(of: dataset.name, in: pipeline),
                    schema: dataset.schema.flatMap { schemas[$0] })
            }
        }
    }

    private static func asksForRows(of dataset: DatasetName, in pipeline: PipelineDefinition) -> Bool {
        pipeline.triggers.contains { trigger in
            trigger.operands.contains { operand in
                guard case .newData(let condition) = operand.condition else { return false }
                return condition.dataset == dataset && condition.minRows > 0
            }
        }
    }
}
