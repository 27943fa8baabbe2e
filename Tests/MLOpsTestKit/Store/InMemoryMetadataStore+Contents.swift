package import MLOpsCore

extension InMemoryMetadataStore {
    package func contents() -> RecordContents {
        var contents = RecordContents()
        contents.evidence = Array(evidence.rows.values)
        contents.uses = Array(liveUses.rows.values) + Array(finalUses.rows.values)
        contents.decisions = Array(decisions.rows.values)
        contents.requests = Array(requests.rows.values)
        contents.runs = Array(activeRuns.rows.values) + Array(endedRuns.rows.values)
        contents.attempts = Array(attempts.rows.values)
        contents.versions = Array(versions.rows.values)
        contents.aliases = aliases.rows.map { key, version in
            RecordContents.NamedVersion(pipeline: key.pipeline, alias: key.alias, version: version)
        }
        contents.aliasMoves = aliasMoves.rows.sorted { $0.key < $1.key }.map(\.value)
        contents.deployments = Array(openDeployments.rows.values) + Array(endedDeployments.rows.values)
        contents.definitions = Array(definitions.rows.values)
        contents.windows = Array(windows.rows.values)
        contents.files = files.rows.map(file)
        return contents.sorted()
    }

    private func file(_ key: FileKey, _ record: FileRecord) -> RecordContents.File {
        let uses = record.sequence > 0 ? datasets[key.dataset]?.uses ?? [] : []
        return RecordContents.File(
            pipeline: key.dataset.pipeline, dataset: key.dataset.dataset, record: record,
            usedBy: uses.first { $0.through >= record.sequence }?.run)
    }

    /// Returns the run, active or ended.
    package func run(_ id: RunID) -> Run? { activeRuns[id] ?? endedRuns[id] }
}
