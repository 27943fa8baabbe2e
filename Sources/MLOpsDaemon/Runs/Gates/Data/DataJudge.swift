import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore

/// Looks at the data that a run read: against its schema, the champion's training data, and what the champion is asked.
struct DataJudge {
    let run: Run
    let pipeline: PipelineDefinition
    let directory: RunDirectory
    /// Of the run that made the champion; nil: there is none, or it is not known.
    let championDirectory: RunDirectory?
    let champion: ModelVersionID?
    let profiling: ProfilingProcess
    let places: LogPlaces
    let now: @Sendable () -> Moment

    func measure(_ gate: DataGate) -> GateMeasurement {
        var found = DataMeasurement()
        do throws(RunError) {
            let inputs = try Inputs(directory)
            switch gate.question {
            case .schema: SchemaCheck(profiling: profiling, now: now().wall).look(at: inputs, pipeline, &found)
            case .drift: try drift(inputs, &found)
            case .skew: skew(inputs, &found)
            }
        } catch {
            found.doubts.append("\(error)")
        }
        return .data(found)
    }

    /// The files of a run that matter to statistics, by dataset.
    struct Inputs {
        /// More files than these are represented by the last of them.
        static let most = 4096

        private var all: [DatasetName: [FrozenFile]] = [:]
        private var new: [DatasetName: [FrozenFile]] = [:]

        init(_ directory: RunDirectory) throws(RunError) {
            var (all, new): ([DatasetName: [FrozenFile]], [DatasetName: [FrozenFile]]) = ([:], [:])
            try InputIndex.forEachEntry(directory.inputs) { entry in
                Self.keep(entry.file, in: &all[entry.dataset, default: []])
                if entry.file.isNew { Self.keep(entry.file, in: &new[entry.dataset, default: []]) }
            }
            (self.all, self.new) = (all, new)
        }

        /// A run may read a million files.
        private static func keep(_ file: FrozenFile, in files: inout [FrozenFile]) {
            files.append(file)
            if files.count >= 2 * most { files.removeFirst(most) }
        }

        func records(of dataset: DatasetName, newOnly: Bool = false) -> [FileRecord] {
            ((newOnly ? new : all)[dataset] ?? []).suffix(Self.most).map { file in
                FileRecord(
                    path: file.path, state: .ready, fingerprint: file.fingerprint,
                    observedAt: Instant(microseconds: file.fingerprint.modifiedNanoseconds / 1000))
            }
        }
    }

    private func drift(_ inputs: Inputs, _ found: inout DataMeasurement) throws(RunError) {
        guard let champion, let championDirectory else {
            found.absence = "there is no champion whose training data could be compared"
            return
        }
        let former = try Inputs(championDirectory)
        let comparison = DataComparison(profiling: profiling)
        for dataset in pipeline.datasets {
            let (reference, current) = (
                former.records(of: dataset.name), inputs.records(of: dataset.name, newOnly: true)
            )
            guard !reference.isEmpty, !current.isEmpty else { continue }
            comparison.compare(
                reference, current, from: dataset, without: [], what: "new data of \(dataset.name)",
                than: "what \(champion) was trained on", &found)
        }
        if found == DataMeasurement() { found.absence = "the run has no new data that could be compared" }
    }

    private func skew(_ inputs: Inputs, _ found: inout DataMeasurement) {
        guard let predictions = pipeline.predictions, champion != nil else {
            found.absence = "nothing was in production whose requests could be compared"
            return
        }
        let log: LogCopy
        do throws(LinuxError) {
            log = try LogCopy(of: predictions, in: directory.temporary + "/requests", from: places)
        } catch {
            return found.doubts.append("the log of predictions cannot be read: \(error)")
        }
        defer { log.remove() }
        guard !log.files.isEmpty else {
            return found.doubts.append(
                log.leavesOutLarge ? "the packed files of the log are too large" : "no predictions are logged yet")
        }
        let comparison = DataComparison(profiling: profiling)
        for dataset in pipeline.datasets {
            let reference = inputs.records(of: dataset.name)
            guard !reference.isEmpty else { continue }
            comparison.compare(
                reference, log.files, from: dataset, in: log.dataset,
                without: predictions.ownColumns.union([dataset.targetColumn].compactMap(\.self)),
                what: "what the model is asked", than: "the training data of \(dataset.name)", &found)
        }
        if found == DataMeasurement() { found.doubts.append("the run read no files") }
    }
}

extension PredictionsDefinition {
    /// Columns that are about the prediction, not what it was made from.
    fileprivate var ownColumns: Set<String> {
        var names: Set<String> = [id, time, label]
        for name in [modelVersion, prediction, score, labelTime] {
            if let name { names.insert(name) }
        }
        return names.union(scores.map(\.column))
    }
}
