import MLOpsCore

extension Novelty {
    var evidence: FileRecord? { if case .evidence(let record) = self { record } else { nil } }
    var correction: FileRecord? { if case .correction(let record) = self { record } else { nil } }
}

extension BatchManifest.Standing {
    var files: [WholeFile]? { if case .complete(let files) = self { files } else { nil } }
    var waiting: BatchManifest.Shortfall? { if case .waiting(let shortfall) = self { shortfall } else { nil } }
    var incomplete: BatchManifest.Shortfall? { if case .incomplete(let shortfall) = self { shortfall } else { nil } }
}
