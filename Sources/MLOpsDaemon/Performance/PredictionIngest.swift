import Logging
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore

/// Brings the join of one pipeline up to what its files say; used by one thread at a time.
struct PredictionIngest: Sendable {
    /// What was read at once, and how far the file is read with it.
    private struct Piece {
        var batch: IngestBatch
        var answer: RowAnswer
        var source: SourceFile
    }

    let pipeline: PipelineName
    let predictions: PredictionsDefinition
    let store: PredictionStore
    let rows: any RowSource
    let now: @Sendable () -> Moment
    let log: Logger
    /// What ids become keys under; nil: what the store says.
    var secret: (high: UInt64, low: UInt64)? = nil
    /// How much of a text is read at once.
    var bytesAtOnce = 1 << 22

    /// Takes in all that is new.
    ///
    /// - Parameters:
    ///   - champion: The version that was in production at a time.
    ///   - isStopping: Asked before each batch.
    func catchUp(champion: @escaping @Sendable (Int64) -> String, isStopping: () -> Bool) throws {
        let secret = try self.secret ?? store.secret()
        let known = try store.sources()
        var directories = [(SourceFile.Role.predictions, predictions.log)]
        if let labels = predictions.labels { directories.append((.labels, labels)) }
        for (role, directory) in directories {
            let root: String
            let listed: (files: [PredictionFile], gone: [SourceFile])
            do throws(LinuxError) {
                root = try SafeDirectory.realPath(of: directory)
                listed = try PredictionFiles(
                    role: role, directory: root, format: predictions.format?.rawValue
                ).list(known)
            } catch {
                // It need not exist yet.
                if error.code == 2 { continue }
                log.warning("\(pipeline): cannot list \"\(UntrustedText.escape(directory))\": \(error); tried again")
                continue
            }
            try store.forget(listed.gone)
            for file in listed.files {
                try read(file, role, root, secret, champion, isStopping)
                if isStopping() { return }
            }
        }
    }

    private func read(
        _ file: PredictionFile, _ role: SourceFile.Role, _ directory: String, _ secret: (high: UInt64, low: UInt64),
        _ champion: @escaping @Sendable (Int64) -> String, _ isStopping: () -> Bool
    ) throws {
        func ahead(_ source: SourceFile) -> Ahead<Piece, ProfilingError> {
            Ahead { () throws(ProfilingError) in try piece(of: file, role, directory, secret, from: source, champion) }
        }
        var source = file.source
        var next = isStopping() ? nil : ahead(source)
        while let reading = next {
            let piece: Piece
            do throws(ProfilingError) { piece = try reading.result() } catch {
                return try giveUp(source, file, because: error.description)
            }
            if let failure = piece.answer.failure { return try giveUp(source, file, because: failure) }
            if isStopping() { return }
            // What follows is read while this is written.
            next = piece.answer.hasMore ? ahead(piece.source) : nil
            // Nothing is left running when it can not be written.
            defer { next?.end() }
            tell(of: piece.answer, file.path)
            if source != piece.source || !piece.batch.predictions.isEmpty || !piece.batch.labels.isEmpty {
                try store.take(piece.batch, windows: predictions.grid)
            }
            source = piece.source
        }
    }

    private func piece(
        of file: PredictionFile, _ role: SourceFile.Role, _ directory: String, _ secret: (high: UInt64, low: UInt64),
        from source: SourceFile, _ champion: @escaping (Int64) -> String
    ) throws(ProfilingError) -> Piece {
        let job = predictions.job(role, secret, from: source, maximumBytes: bytesAtOnce)
        let read = try rows.rows(of: file.path, in: directory, format: source.format, job)
        var after = source
        after.advance(to: read.answer)
        if read.answer.isComplete { after.note(file.fingerprint) }
        var batch = PackedRows(
            read: read, columns: job.columns, classes: predictions.scores.map(\.name),
            now: now().wall.microseconds, champion: champion
        ).batch(role)
        batch.source = after
        return Piece(batch: batch, answer: read.answer, source: after)
    }

    /// Leaves the file until it changes.
    private func giveUp(_ source: SourceFile, _ file: PredictionFile, because reason: String) throws {
        var source = source
        source.failure = reason
        source.note(file.fingerprint)
        var batch = IngestBatch()
        batch.source = source
        try store.take(batch, windows: predictions.grid)
        log.warning(
            """
            \(pipeline): cannot read \"\(UntrustedText.escape(file.path))\" of predictions: \
            \(UntrustedText.escape(reason)); it is left until it changes
            """,
            metadata: ["MESSAGE_ID": "\(MessageID.rowsRejected)", "MLOPSD_PIPELINE": "\(pipeline)"])
    }

    private func tell(of answer: RowAnswer, _ path: [UInt8]) {
        guard let example = answer.examples.first else { return }
        log.warning(
            """
            \(pipeline): \(answer.rejected) rows of \"\(UntrustedText.escape(path))\" are left out, the first because \
            \(UntrustedText.escape(example.reason))
            """,
            metadata: ["MESSAGE_ID": "\(MessageID.rowsRejected)", "MLOPSD_PIPELINE": "\(pipeline)"])
    }
}

extension SourceFile {
    fileprivate mutating func advance(to answer: RowAnswer) {
        offset = answer.offset
        header = Array((answer.header ?? "").utf8)
        headDigest = Array((answer.headDigest ?? "").utf8)
        tailDigest = Array((answer.tailDigest ?? "").utf8)
        failure = nil
    }
}

extension PredictionsDefinition {
    var grid: WindowGrid { WindowGrid(minutes: window.components.seconds / 60) }

    /// - Parameter source: How far a file was read; nil: not at all.
    func job(
        _ role: SourceFile.Role, _ secret: (high: UInt64, low: UInt64), from source: SourceFile? = nil,
        maximumBytes: Int
    ) -> RowJob {
        func text(_ bytes: [UInt8]?) -> String? {
            bytes.flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
        }
        return RowJob(
            columns: columns(role), task: RowJob.Task(task), secretHigh: secret.high, secretLow: secret.low,
            offset: source?.offset ?? 0, header: text(source?.header), headDigest: text(source?.headDigest),
            tailDigest: text(source?.tailDigest), maximumBytes: maximumBytes)
    }

    private func columns(_ role: SourceFile.Role) -> RowJob.Columns {
        var columns = RowJob.Columns(id: id)
        if role == .predictions {
            columns.time = time
            columns.version = modelVersion
            columns.prediction = prediction
            columns.score = score
            columns.scores = scores.map(\.column)
            columns.segments = segments
        }
        if role == .labels || labels == nil {
            columns.label = label
            columns.labelTime = labelTime
        }
        return columns
    }
}

extension RowJob.Task {
    fileprivate init(_ task: PredictionsDefinition.ModelTask) {
        switch task {
        case .binary: self = .binary
        case .multiclass: self = .multiclass
        case .regression: self = .regression
        }
    }
}
