package import MLOpsCore

/// A dataset of a pipeline.
package struct DatasetKey: Hashable, Sendable, CustomStringConvertible {
    package let pipeline: PipelineName
    package let dataset: DatasetName

    package init(_ pipeline: PipelineName, _ dataset: DatasetName) {
        self.pipeline = pipeline
        self.dataset = dataset
    }

    package var description: String { "\(pipeline)/\(dataset)" }
}
