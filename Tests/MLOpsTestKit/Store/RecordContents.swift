package import MLOpsCore
package import MLOpsSchedule

/// All that a store holds, in a form in which two stores can be compared.
package struct RecordContents: Hashable, Sendable {
    package struct CountedDecision: Hashable, Sendable {
        package var record: DecisionRecord
        package var lastAt: Instant
        package var count: Int64

        package init(record: DecisionRecord, lastAt: Instant, count: Int64) {
            self.record = record
            self.lastAt = lastAt
            self.count = count
        }
    }

    package struct EndedRequest: Hashable, Sendable {
        package var request: RunRequest
        package var end: RequestEnd?

        package init(request: RunRequest, end: RequestEnd?) {
            self.request = request
            self.end = end
        }
    }

    package struct NamedVersion: Hashable, Sendable {
        package var pipeline: PipelineName
        package var alias: String
        package var version: ModelVersionID

        package init(pipeline: PipelineName, alias: String, version: ModelVersionID) {
            self.pipeline = pipeline
            self.alias = alias
            self.version = version
        }
    }

    package struct Definition: Hashable, Sendable {
        package var id: String
        package var pipeline: PipelineName
        package var source: String

        package init(id: String, pipeline: PipelineName, source: String) {
            self.id = id
            self.pipeline = pipeline
            self.source = source
        }
    }

    package struct File: Hashable, Sendable {
        package var pipeline: PipelineName
        package var dataset: DatasetName
        package var record: FileRecord
        /// The first run that used it as it is now.
        package var usedBy: RunID?

        package init(pipeline: PipelineName, dataset: DatasetName, record: FileRecord, usedBy: RunID?) {
            self.pipeline = pipeline
            self.dataset = dataset
            self.record = record
            self.usedBy = usedBy
        }
    }

    package struct Window: Hashable, Sendable {
        package var evidence: EvidenceID
        package var pipeline: PipelineName
        /// Of all windows of one monitor only the newest has its memory.
        package var judgement: WindowJudgement
        package var judgedAt: Instant

        package init(evidence: EvidenceID, pipeline: PipelineName, judgement: WindowJudgement, judgedAt: Instant) {
            self.evidence = evidence
            self.pipeline = pipeline
            self.judgement = judgement
            self.judgedAt = judgedAt
        }
    }

    package var evidence: [Evidence] = []
    package var uses: [EvidenceUse] = []
    package var decisions: [CountedDecision] = []
    package var requests: [EndedRequest] = []
    package var runs: [Run] = []
    package var attempts: [AttemptRecord] = []
    package var versions: [ModelVersion] = []
    package var aliases: [NamedVersion] = []
    /// In the order of their recording.
    package var aliasMoves: [AliasMove] = []
    package var deployments: [Deployment] = []
    package var definitions: [Definition] = []
    package var files: [File] = []
    package var windows: [Window] = []

    package init() {}

    /// The same contents with every list in the order of its keys.
    package func sorted() -> RecordContents {
        var contents = self
        contents.evidence.sort { $0.id < $1.id }
        contents.uses.sort { ($0.evidence, $0.operand) < ($1.evidence, $1.operand) }
        contents.decisions.sort { $0.record.id < $1.record.id }
        contents.requests.sort { $0.request.id < $1.request.id }
        contents.runs.sort { $0.id < $1.id }
        contents.attempts.sort { $0.id < $1.id }
        contents.versions.sort { $0.id < $1.id }
        contents.aliases.sort { ($0.pipeline, $0.alias) < ($1.pipeline, $1.alias) }
        contents.deployments.sort { $0.id < $1.id }
        contents.definitions.sort { $0.id < $1.id }
        contents.windows.sort { $0.evidence < $1.evidence }
        contents.forgetOldMemories()
        contents.files.sort(by: Self.precedes)
        return contents
    }

    private mutating func forgetOldMemories() {
        var seen: Set<String> = []
        for index in windows.indices.reversed() {
            let window = windows[index]
            let monitor = "\(window.pipeline) \(window.judgement.operand) \(window.judgement.window.reference)"
            if !seen.insert(monitor).inserted { windows[index].judgement.memory = [] }
        }
    }

    private static func precedes(_ left: File, _ right: File) -> Bool {
        if left.pipeline != right.pipeline { return left.pipeline < right.pipeline }
        if left.dataset != right.dataset { return left.dataset < right.dataset }
        return left.record.path.lexicographicallyPrecedes(right.record.path)
    }
}
