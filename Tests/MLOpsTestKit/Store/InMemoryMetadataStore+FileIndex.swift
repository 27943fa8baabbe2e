package import MLOpsCore

extension InMemoryMetadataStore: FileIndex {
    package func file(_ pipeline: PipelineName, _ dataset: DatasetName, path: [UInt8]) -> FileRecord? {
        files[FileKey(dataset: DatasetKey(pipeline: pipeline, dataset: dataset), path: path)]
    }

    package func files(_ pipeline: PipelineName, _ dataset: DatasetName, paths: [[UInt8]]) -> [FileRecord] {
        paths.compactMap { file(pipeline, dataset, path: $0) }
    }

    package func presentFiles(
        _ pipeline: PipelineName, _ dataset: DatasetName, after path: [UInt8]?, limit: Int
    ) -> [FileRecord] {
        let later = present(pipeline, dataset).filter { (path ?? []).lexicographicallyPrecedes($0.path) }
        return Array(later.sorted { $0.path.lexicographicallyPrecedes($1.path) }.prefix(limit))
    }

    package func countPresentFiles(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        Int64(present(pipeline, dataset).count)
    }

    package func lastSequence(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        datasets[DatasetKey(pipeline: pipeline, dataset: dataset)]?.lastSequence ?? 0
    }

    package func usedThrough(_ pipeline: PipelineName, _ dataset: DatasetName) -> Int64 {
        datasets[DatasetKey(pipeline: pipeline, dataset: dataset)]?.uses.last?.through ?? 0
    }

    private func present(_ pipeline: PipelineName, _ dataset: DatasetName) -> [FileRecord] {
        let key = DatasetKey(pipeline: pipeline, dataset: dataset)
        return files.rows.filter { $0.key.dataset == key && $0.value.state != .vanished }.map(\.value)
    }
}
