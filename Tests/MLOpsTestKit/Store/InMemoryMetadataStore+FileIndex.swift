package import MLOpsCore

extension InMemoryMetadataStore: FileIndex {
    package func file(_ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]) -> KnownFile? {
        guard let record = record(pipeline, dataset, path) else { return nil }
        return KnownFile(
            record: record, isUsed: record.sequence > 0 && record.sequence <= usedThrough(pipeline, dataset))
    }

    package func files(_ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]) -> [FileRecord] {
        paths.compactMap { record(pipeline, dataset, $0) }
    }

    package func files(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8], limit: Int
    ) -> [FileRecord] {
        let later = all(pipeline, dataset).filter { path.lexicographicallyPrecedes($0.path) }
        return Array(later.sorted { $0.path.lexicographicallyPrecedes($1.path) }.prefix(limit))
    }

    package func countPresentFiles(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        Int64(all(pipeline, dataset).count { $0.state != .vanished })
    }

    package func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        datasets[DatasetKey(pipeline: pipeline, dataset: dataset)]?.lastSequence ?? 0
    }

    package func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        datasets[DatasetKey(pipeline: pipeline, dataset: dataset)]?.uses.last?.through ?? 0
    }

    /// The last file that the monitor has judged.
    package func judgedThrough(_ pipeline: PipelineName, _ operand: String, _ version: ModelVersionID) -> Int64 {
        monitors[MonitorKey(pipeline: pipeline, operand: operand, version: version)] ?? 0
    }

    private func record(_ pipeline: PipelineName, _ dataset: DatasetName, _ path: [UInt8]) -> FileRecord? {
        files[FileKey(dataset: DatasetKey(pipeline: pipeline, dataset: dataset), path: path)]
    }

    private func all(_ pipeline: PipelineName, _ dataset: DatasetName) -> [FileRecord] {
        let key = DatasetKey(pipeline: pipeline, dataset: dataset)
        return files.rows.filter { $0.key.dataset == key }.map(\.value)
    }
}
