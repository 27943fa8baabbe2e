import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Compares a run's inputs, after its last step, with what they were when they were frozen.
struct InputVerifier: Sendable {
    static let maximumNamedFiles = 5

    /// Returns why the result can not be trusted, one text a cause; empty when every input still is what was frozen.
    func taints(of run: Run, _ pipeline: PipelineDefinition, in directory: RunDirectory) -> [String] {
        var datasets: [DatasetName: Result<InputFiles, LinuxError>] = [:]
        var digest = ManifestDigest()
        var taints = Taints()
        do {
            try InputIndex.forEachEntry(directory.inputs) { entry in
                digest.add(
                    dataset: entry.dataset.text, path: entry.file.path, size: entry.file.fingerprint.size,
                    digest: entry.file.digest)
                let files = datasets[entry.dataset] ?? Self.open(entry.dataset, pipeline)
                datasets[entry.dataset] = files
                if let problem = Self.problem(with: entry.file, files) { taints.add(entry, problem) }
            }
        } catch {
            return ["the inputs can not be verified: \(error)"]
        }
        guard run.manifest?.digest == digest.hexadecimal else {
            return ["the inputs can not be verified: the list of them was changed while the run ran"]
        }
        return taints.texts
    }

    private static func open(
        _ dataset: DatasetName, _ pipeline: PipelineDefinition
    ) -> Result<InputFiles, LinuxError> {
        guard let definition = pipeline.datasets.first(where: { $0.name == dataset }) else {
            return .failure(LinuxError("find dataset", dataset.text, .malformed("the definition has none")))
        }
        return Result { () throws(LinuxError) in try InputFiles(definition) }
    }

    private static func problem(with file: FrozenFile, _ files: Result<InputFiles, LinuxError>) -> String? {
        switch files {
        case .failure(let error): "\(error)"
        case .success(let files):
            switch files.compare(file.path, file.fingerprint, digest: file.digest) {
            case .same: nil
            case .changed: "it changed while the run ran"
            case .gone: "it was removed while the run ran"
            case .unreadable(let reason): reason
            }
        }
    }

    /// Names the first few files and counts the others.
    private struct Taints {
        private var named: [String] = []
        private var count = 0

        mutating func add(_ entry: InputIndex.Entry, _ problem: String) {
            count += 1
            guard named.count < InputVerifier.maximumNamedFiles else { return }
            named.append("input \"\(UntrustedText.escape(entry.file.path))\" of \(entry.dataset): \(problem)")
        }

        var texts: [String] {
            count > named.count ? named + ["\(count - named.count) more inputs changed while the run ran"] : named
        }
    }
}
