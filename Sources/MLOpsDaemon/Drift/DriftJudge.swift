import Logging
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore
import Synchronization

/// Brings the monitors of pipelines up to the newest file; used by one thread at a time.
final class DriftJudge: Sendable {
    private struct MonitorKey: Hashable {
        var pipeline: PipelineName
        var operand: String
    }

    /// Files of one job, so that what is done is kept from time to time.
    private static let filesAtOnce = 32
    /// Windows of the reference that tell how far windows are apart.
    static let baselineFiles = 256
    /// A reference that could not be made is tried again after this time, when there is a reason to look.
    private static let failurePatience = Duration.seconds(600)

    private let store: SQLiteMetadataStore
    private let profiling: any FileProfiling
    private let now: @Sendable () -> Moment
    private let log: Logger
    private let answer: @Sendable (Event) -> Void
    /// What was judged may not be in the record yet: who lives remembers it.
    private let monitors = Mutex<[MonitorKey: OperandMonitor]>([:])

    init(
        store: SQLiteMetadataStore, profiling: any FileProfiling, now: @escaping @Sendable () -> Moment, log: Logger,
        answer: @escaping @Sendable (Event) -> Void
    ) {
        self.store = store
        self.profiling = profiling
        self.now = now
        self.log = log
        self.answer = answer
    }

    func catchUp(_ definition: PipelineDefinition, _ version: ModelVersionID) {
        for dataset in definition.datasets {
            let operands = definition.driftOperands(on: dataset.name)
            guard !operands.isEmpty else { continue }
            do {
                try catchUp(operands, DriftSubject(pipeline: definition.name, dataset: dataset, version: version))
            } catch let error as ProfilingError {
                answer(.referenceMissing(definition.name, dataset.name, version, reason: error.description))
            } catch {
                log.error("cannot watch the drift of \"\(definition.name)\": \(error); tried again with the next file")
            }
        }
    }

    private func catchUp(_ operands: [(operand: Operand, drift: DriftCondition)], _ subject: DriftSubject) throws {
        let reference = try reference(of: subject)
        guard let profile = reference.profile else {
            throw ProfilingError(reference.failure ?? "it could not be made")
        }
        let table = try TableReference(encoded: profile)
        try profileNewFiles(of: subject, after: reference.through, on: profile)
        for (operand, drift) in operands {
            let key = MonitorKey(pipeline: subject.pipeline, operand: operand.path)
            var monitor =
                try monitors.withLock { $0[key] }.flatMap { $0.fits(subject, drift) ? $0 : nil }
                ?? OperandMonitor(operand.path, drift, subject, reference, table, store)
            try monitor.judgeNewWindows(in: store, at: now().wall, answer)
            monitors.withLock { $0[key] = monitor }
        }
    }

    /// Returns the reference of the record, or makes it of the files that the version was trained on.
    private func reference(of subject: DriftSubject) throws -> DriftReference {
        if let known = try store.reference(subject.pipeline, subject.dataset.name, subject.version) {
            guard known.failure != nil, now().wall - known.madeAt >= Self.failurePatience else { return known }
        }
        var reference = DriftReference(
            version: subject.version, through: 0, files: 0, rows: 0, madeAt: now().wall)
        var windows: [FileProfile] = []
        do {
            let (files, through) = try trainingFiles(of: subject)
            reference.through = through
            guard !files.isEmpty else { throw ProfilingError("none of its files is there any more") }
            let made = try profiling.reference(of: files, windows: Self.baselineFiles, in: subject.dataset)
            (reference.profile, reference.files, reference.rows) = (made.profile, made.files, made.rows)
            windows = made.windows
            try checkTarget(of: subject, made.profile)
        } catch let error as ProfilingError {
            reference.failure = error.description
        }
        try store.put(reference, windows, of: subject.pipeline, subject.dataset.name)
        return reference
    }

    private func checkTarget(of subject: DriftSubject, _ profile: [UInt8]) throws {
        guard let target = subject.dataset.targetColumn,
            try !TableReference(encoded: profile).columns.contains(where: { $0.name == target })
        else { return }
        log.warning(
            """
            \(subject.pipeline): the files of dataset \"\(subject.dataset.name)\" that \(subject.version) was trained on \
            have no column \"\(UntrustedText.escape(target))\", which \"target\" names; its shift can not be shown
            """,
            metadata: ["MLOPSD_PIPELINE": "\(subject.pipeline)", "MLOPSD_MODEL_VERSION": "\(subject.version)"])
    }

    /// The newest of the files that the version was trained on, as far as they are still as they were.
    private func trainingFiles(of subject: DriftSubject) throws -> (files: [FileRecord], through: Int64) {
        guard let run = try store.version(subject.version)?.run, let cutoffs = try store.run(run)?.cutoffs,
            let cutoff = cutoffs.first(where: { $0.dataset == subject.dataset.name })?.sequence
        else { throw ProfilingError("the run that trained it read no such data") }
        var files: [FileRecord] = []
        try store.forEachFile(subject.pipeline, subject.dataset.name, through: cutoff) { file in
            files.append(file.record)
            if files.count >= 2 * DriftSubject.mostFiles { files.removeFirst(DriftSubject.mostFiles) }
        }
        return (files.suffix(DriftSubject.mostFiles), cutoff)
    }

    private func profileNewFiles(of subject: DriftSubject, after through: Int64, on reference: [UInt8]) throws {
        let last = try store.lastProfiled(subject.pipeline, subject.dataset.name, on: subject.version) ?? 0
        var position: FilePosition? = FilePosition(after: max(last, through))
        while let start = position {
            let part = try store.files(
                subject.pipeline, subject.dataset.name, through: .max, after: start, limit: Self.filesAtOnce)
            let records = part.files.map(\.record)
            if !records.isEmpty {
                let profiles = try profiling.profiles(of: records, on: reference, in: subject.dataset)
                tell(of: profiles, records, subject)
                try store.put(profiles, on: subject.version, of: subject.pipeline, subject.dataset.name)
            }
            position = part.next
        }
    }

    private func tell(of profiles: [FileProfile], _ records: [FileRecord], _ subject: DriftSubject) {
        for (profile, record) in zip(profiles, records) {
            guard let failure = profile.failure else { continue }
            log.warning(
                """
                \(subject.pipeline): cannot profile \"\(UntrustedText.escape(record.path))\" of dataset \
                \"\(subject.dataset.name)\": \(UntrustedText.escape(failure)); it counts for no window
                """,
                metadata: ["MESSAGE_ID": "\(MessageID.fileNotProfiled)", "MLOPSD_PIPELINE": "\(subject.pipeline)"])
        }
    }
}

/// Of what the drift is judged.
struct DriftSubject: Hashable, Sendable {
    /// More training files than these are represented by the newest of them.
    static let mostFiles = 4096

    let pipeline: PipelineName
    let dataset: DatasetDefinition
    let version: ModelVersionID
}

extension PipelineDefinition {
    func driftOperands(on dataset: DatasetName) -> [(operand: Operand, drift: DriftCondition)] {
        firingTriggers.flatMap(\.operands).compactMap { operand in
            guard case .drift(let drift) = operand.condition, drift.dataset == dataset else { return nil }
            return (operand, drift)
        }
    }
}
