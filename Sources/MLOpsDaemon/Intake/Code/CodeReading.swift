import Glibc
import MLOpsCore
import MLOpsLinux

/// One reading of a pipeline's code; only files that are not as they were are read.
struct CodeReading: Sendable {
    /// Beyond it, it is not code that was declared but a tree of data.
    private static let maximumFiles = 20_000

    private let root: String
    private let selection: CodeSelection
    private let former: [[UInt8]: ContentDigest]

    init(_ code: PipelineCode) {
        root = code.directory
        selection = code.selection
        former = code.digests
    }

    func survey() -> CodeSurvey {
        do throws(LinuxError) {
            return CodeSurvey(directory: root, outcome: .complete(try read()))
        } catch {
            return CodeSurvey(directory: root, outcome: .failed("\(error)"))
        }
    }

    private func read() throws(LinuxError) -> CodeFiles {
        let directory = try SafeDirectory(root)
        var digests: [[UInt8]: ContentDigest] = [:]
        for (path, status) in try files(in: directory) {
            let fingerprint = FileRecord.Fingerprint(status)
            if let known = former[path.bytes], known.fingerprint.isSameState(as: fingerprint) {
                digests[path.bytes] = known
                continue
            }
            let digest = try directory.openFile(path).sha256(expecting: status).0.hexadecimal
            digests[path.bytes] = ContentDigest(fingerprint: fingerprint, digest: digest)
        }
        return CodeFiles(digests: digests)
    }

    private func files(in directory: SafeDirectory) throws(LinuxError) -> [(RelativePath, FileFingerprint)] {
        var files: [[UInt8]: (RelativePath, FileFingerprint)] = [:]
        for place in selection.places {
            guard let below = RelativePath(place.directory) else { continue }
            do throws(LinuxError) {
                let start = try directory.directory(below)
                try visit(start, below, place.isDeep) { files[$0.bytes] = ($0, $1) }
            } catch {
                // Declared code that is not there is a state of the code like any other.
                guard error.code == ENOENT || error.code == ENOTDIR else { throw error }
            }
        }
        guard files.count <= Self.maximumFiles else {
            throw LinuxError("read", root, .exceeds(limit: Int64(Self.maximumFiles), unit: "files"))
        }
        return Array(files.values)
    }

    private func visit(
        _ start: SafeDirectory, _ below: RelativePath, _ isDeep: Bool,
        _ body: (RelativePath, FileFingerprint) -> Void
    ) throws(LinuxError) {
        var problem: LinuxError?
        var count = 0
        try start.scan(recursive: isDeep) {
            problem = problem ?? $0
        } visit: { entry in
            let bytes = below.isRoot ? entry.path.bytes : below.bytes + [UInt8(ascii: "/")] + entry.path.bytes
            guard entry.status.kind != .directory, selection.contains(bytes), let path = RelativePath(bytes) else {
                return .proceed
            }
            guard entry.status.kind == .regular else {
                problem = problem ?? LinuxError("read", bytes, .notRegularFile(entry.status.kind))
                return .stop
            }
            count += 1
            body(path, entry.status.fingerprint)
            return count <= Self.maximumFiles ? .proceed : .stop
        }
        if let problem { throw problem }
    }
}
