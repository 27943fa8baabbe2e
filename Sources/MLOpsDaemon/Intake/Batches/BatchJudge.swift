import MLOpsCore
import MLOpsLinux

/// Looks at a manifest and every file that it names, on the dataset's queue.
struct BatchJudge: Sendable {
    let key: DatasetKey
    let root: TrustedRoot
    let manifest: RelativePath
    /// As it was found to be whole.
    let expected: FileRecord.Fingerprint
    let waited: Duration
    let deadline: Duration
    let maximumBytes: Int
    let index: any FileIndex
    /// nil: rows are not asked for.
    let rows: FileExaminer.RowFormat?
    /// nil: the dataset has no schema.
    let validation: FileValidation?
    var digests: [[UInt8]: ContentDigest]

    func judge() -> BatchJudgement {
        guard let directory = root.open() else {
            return BatchJudgement(manifest: manifest, outcome: .outdated, digests: digests)
        }
        var judge = self
        let outcome = judge.outcome(in: directory)
        return BatchJudgement(manifest: manifest, outcome: outcome, digests: judge.digests)
    }

    private mutating func outcome(in directory: SafeDirectory) -> BatchJudgement.Outcome {
        let batch: BatchManifest
        do {
            batch = try BatchManifestFile.read(try text(in: directory), at: manifest.bytes)
        } catch let error as BatchManifestFile.Malformed {
            return .malformed(error.reason)
        } catch let error as LinuxError {
            if case .exceeds = error.cause { return .malformed("\(error.cause)") }
            return .outdated
        } catch {
            return .outdated
        }
        do throws(StoreError) {
            let standing = try standing(of: batch, in: directory)
            return blocked(standing).map { .blocked(batch, $0) } ?? .judged(batch, standing)
        } catch {
            return .indexFailed(error)
        }
    }

    private func text(in directory: SafeDirectory) throws(LinuxError) -> [UInt8] {
        let file = try directory.openFile(manifest)
        guard FileRecord.Fingerprint(try file.status().fingerprint) == expected else {
            throw LinuxError("read", manifest.bytes, .changedWhileReading)
        }
        var text: [UInt8] = []
        try file.readPieces { piece throws(LinuxError) in
            guard text.count + piece.count <= maximumBytes else {
                throw LinuxError("read", manifest.bytes, .exceeds(limit: Int64(maximumBytes), unit: "bytes"))
            }
            text += piece
        }
        return text
    }

    private mutating func standing(
        of batch: BatchManifest, in directory: SafeDirectory
    ) throws(StoreError) -> BatchManifest.Standing {
        let known = try knownFiles(of: batch)
        var sightings: [[UInt8]: BatchManifest.Sighting] = [:]
        for entry in batch.entries { sightings[entry.path] = sight(entry, known[entry.path], in: directory) }
        // Digests are computed only when nothing else is wrong: a batch may wait for its last file for hours.
        while case .needsDigests(let entries) = judged(batch, sightings) {
            for entry in entries { sightings[entry.path] = read(entry, sightings[entry.path]) }
        }
        return try complete(judged(batch, sightings), known)
    }

    private func judged(
        _ batch: BatchManifest, _ sightings: [[UInt8]: BatchManifest.Sighting]
    ) -> BatchManifest.Standing {
        batch.standing(after: waited, deadline: deadline) { sightings[$0.path] ?? .absent }
    }

    private func knownFiles(of batch: BatchManifest) throws(StoreError) -> [[UInt8]: FileRecord] {
        var known: [[UInt8]: FileRecord] = [:]
        for start in stride(from: 0, to: batch.entries.count, by: 512) {
            let paths = batch.entries[start..<min(start + 512, batch.entries.count)].map(\.path)
            for record in try index.files(key.pipeline, key.dataset, paths: paths) { known[record.path] = record }
        }
        return known
    }

    private func sight(
        _ entry: BatchManifest.Entry, _ known: FileRecord?, in directory: SafeDirectory
    ) -> BatchManifest.Sighting {
        guard let path = RelativePath(entry.path) else { return .unusable("its path cannot be used") }
        switch directory.look(at: path) {
        case .absent: return .absent
        case .special(let kind): return .unusable("it is \(kind)")
        case .unreadable(let reason): return .unusable(reason)
        case .regular(let fingerprint):
            if let cached = digests[entry.path], cached.fingerprint.isSameState(as: fingerprint) {
                return .present(fingerprint, digest: cached.digest)
            }
            let digest = known?.fingerprint.isSameState(as: fingerprint) == true ? known?.digest : nil
            return .present(fingerprint, digest: digest)
        }
    }

    private mutating func read(
        _ entry: BatchManifest.Entry, _ sighting: BatchManifest.Sighting?
    ) -> BatchManifest.Sighting {
        guard case .present(let fingerprint, nil) = sighting, let path = RelativePath(entry.path) else {
            return sighting ?? .absent
        }
        switch examine(path, fingerprint, wantsDigest: true, rows: nil) {
        case .read(let digest?, _, _):
            digests[entry.path] = ContentDigest(fingerprint: fingerprint, digest: digest)
            return .present(fingerprint, digest: digest)
        case .gone: return .absent
        case .unreadable(let reason), .malformed(let reason): return .unusable(reason)
        case .read, .changed: return .unusable("it changed while it was read")
        }
    }

    /// Adds what a complete batch still lacks: digests of files that the index knows with other content, and rows.
    private mutating func complete(
        _ standing: BatchManifest.Standing, _ known: [[UInt8]: FileRecord]
    ) throws(StoreError) -> BatchManifest.Standing {
        guard case .complete(var files) = standing else { return standing }
        for index in files.indices {
            guard let path = RelativePath(files[index].path) else { continue }
            let record = known[files[index].path]
            let isChanged = record.map { !$0.fingerprint.isSameState(as: files[index].fingerprint) } ?? false
            let needsDigest = isChanged && files[index].digest == nil
            let needsRows = rows != nil && files[index].rows == nil
            guard needsDigest || needsRows else { continue }
            let read = examine(
                path, files[index].fingerprint, wantsDigest: needsDigest, rows: needsRows ? rows : nil)
            if case .read(let digest, let count, _) = read {
                files[index].digest = digest ?? files[index].digest
                files[index].rows = count ?? files[index].rows
            }
        }
        return .complete(files)
    }

    /// What the schema has against a file of a complete batch: one that must not be used spoils the whole.
    private func blocked(_ standing: BatchManifest.Standing) -> String? {
        guard let validation, case .complete(let files) = standing else { return nil }
        for file in files {
            guard let path = RelativePath(file.path) else { continue }
            let examiner = FileExaminer(
                root: root, path: path, expected: file.fingerprint, wantsDigest: false, rows: nil,
                validation: validation)
            if case .malformed(let reason) = examiner.examine().outcome {
                return "\"\(UntrustedText.escape(file.path))\": \(reason)"
            }
        }
        return nil
    }

    private func examine(
        _ path: RelativePath, _ fingerprint: FileRecord.Fingerprint, wantsDigest: Bool, rows: FileExaminer.RowFormat?
    ) -> FileExamination.Outcome {
        FileExaminer(
            root: root, path: path, expected: fingerprint, wantsDigest: wantsDigest, rows: rows
        ).examine().outcome
    }
}
