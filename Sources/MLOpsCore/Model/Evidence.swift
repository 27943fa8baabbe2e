package import MLOpsSchedule

/// An immutable fact that decisions rest on.
///
/// Each interested trigger ends with exactly one disposition of it.
package struct Evidence: Hashable, Sendable, Codable {
    package enum Fact: Hashable, Sendable, Codable {
        case slot(nominal: Instant)
        /// Slots that passed without being made up for, in one row.
        case slotsMissed(count: Int, first: Instant, last: Instant, reason: String)
        case batch(FileBatch)
        case modelAged(version: ModelVersionID)
        /// Declared code or the definition changed; the digest is of what it is now.
        case pipelineChanged(digest: String, summary: String)
        case requested(by: Actor, reason: String?)
        // Indirect as they are large and rare: every evidence would take up their room.
        indirect case windowJudged(DriftWindow)
        indirect case performanceJudged(PerformanceStatus)
    }

    package var id: EvidenceID
    package var pipeline: PipelineName
    package var fact: Fact
    package var recordedAt: Instant

    package init(id: EvidenceID, pipeline: PipelineName, fact: Fact, recordedAt: Instant) {
        self.id = id
        self.pipeline = pipeline
        self.fact = fact
        self.recordedAt = recordedAt
    }
}

/// Files of one dataset that became ready together.
package struct FileBatch: Hashable, Sendable, Codable {
    package var dataset: DatasetName
    /// The dataset's sequence numbers of the first and the last file.
    package var firstSequence: Int64
    package var lastSequence: Int64
    package var files: Int64
    package var bytes: Int64
    /// Rows counted by the format; 0 where no trigger asks for them.
    package var rows: Int64

    package init(
        dataset: DatasetName, firstSequence: Int64, lastSequence: Int64, files: Int64, bytes: Int64, rows: Int64
    ) {
        self.dataset = dataset
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.files = files
        self.bytes = bytes
        self.rows = rows
    }
}
