/// An immutable version of a pipeline's model: `flights/3`.
package struct ModelVersionID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    package let pipeline: PipelineName
    /// Counts from 1 within the pipeline; never reused.
    package let number: Int64

    package init(pipeline: PipelineName, number: Int64) {
        self.pipeline = pipeline
        self.number = number
    }

    /// Parses `flights/3`; nil when the text has another form.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let number = Int64(parts[1]), number > 0 else { return nil }
        self.init(pipeline: PipelineName(String(parts[0])), number: number)
    }

    package var description: String { String(line: "\(self)") }

    package static func < (left: ModelVersionID, right: ModelVersionID) -> Bool {
        (left.pipeline, left.number) < (right.pipeline, right.number)
    }
}
