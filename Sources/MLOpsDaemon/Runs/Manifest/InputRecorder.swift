import Glibc
import MLOpsCore
import MLOpsStore

/// Puts the list of a run's inputs into the record, from where the run's directory has it.
///
/// It is done while the first step runs already: four commits would take longer than all else between a file and the
/// start of the step.
struct InputRecorder: Sendable {
    private static let batchFiles = 2048

    let record: any InputRecord

    /// Does nothing when the record has the list already.
    func perform(_ run: Run, in directory: RunDirectory) throws(RunError) {
        guard access(directory.recordedMark, F_OK) != 0 else { return }
        do {
            try record.beginManifest(run.id, of: run.pipeline)
            var batch = Batch()
            try InputIndex.forEachEntry(directory.inputs) { (entry) throws(RunError) in
                if batch.dataset != entry.dataset || batch.files.count == Self.batchFiles { try put(&batch, of: run) }
                batch.dataset = entry.dataset
                batch.files.append(entry.file)
            }
            try put(&batch, of: run)
            try record.endManifest(run.id)
            _ = try BufferedFile(directory.recordedMark)
        } catch {
            throw RunError(error)
        }
    }

    private struct Batch {
        var dataset: DatasetName?
        var files: [FrozenFile] = []
    }

    private func put(_ batch: inout Batch, of run: Run) throws(RunError) {
        guard let dataset = batch.dataset, !batch.files.isEmpty else { return }
        do throws(StoreError) {
            try record.addToManifest(run.id, dataset, batch.files)
        } catch {
            throw RunError(error)
        }
        batch.files = []
    }
}
