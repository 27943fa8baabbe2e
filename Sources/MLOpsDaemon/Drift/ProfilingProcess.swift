import FoundationEssentials
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore

/// Has files read by `mlopsd-profile`: a hostile file may end that process, and is then named and left out.
struct ProfilingProcess: FileProfiling {
    /// The `mlopsd-profile` program.
    let program: String
    /// Of one job; reading costs about a second for a hundred megabytes.
    var timeout = Duration.seconds(4 * 3600)

    private static let maximumOutputBytes = 1 << 28

    func reference(
        of files: [FileRecord], windows: Int, in dataset: DatasetDefinition
    ) throws(ProfilingError) -> MadeReference {
        let report = try run(files, in: dataset) { $0.windows = windows }
        guard let reference = report.reference else {
            throw ProfilingError(report.failure ?? "none of its files can be read")
        }
        let windows = files.indices.suffix(windows).map { report.profile(of: files[$0], at: $0) }
        return MadeReference(
            profile: reference.profile, files: reference.files, rows: reference.rows, windows: windows)
    }

    func profiles(
        of files: [FileRecord], on reference: [UInt8], in dataset: DatasetDefinition
    ) throws(ProfilingError) -> [FileProfile] {
        var profiles: [FileProfile] = []
        while profiles.count < files.count {
            let rest = Array(files[profiles.count...])
            let report = try run(rest, in: dataset) { $0.reference = Data(reference).base64EncodedString() }
            guard report.answered > 0 else { throw ProfilingError(report.failure ?? "it answered nothing") }
            profiles += rest.indices.prefix(report.answered).map { report.profile(of: rest[$0], at: $0) }
        }
        return profiles
    }

    private func run(
        _ files: [FileRecord], in dataset: DatasetDefinition, _ complete: (inout ProfilingJob) -> Void
    ) throws(ProfilingError) -> ProfilingReport {
        let directory: String
        do throws(LinuxError) { directory = try SafeDirectory.realPath(of: dataset.path) } catch {
            throw ProfilingError("\(error)")
        }
        var job = ProfilingJob(
            directory: directory, format: dataset.format?.rawValue, files: files.map(ProfilingJob.File.init),
            timeColumn: dataset.timeColumn)
        complete(&job)
        return try run(job)
    }

    func run(_ job: ProfilingJob) throws(ProfilingError) -> ProfilingReport {
        do {
            var request = SpawnRequest(arguments: [program], environment: [])
            request.standardInput = try MemoryFile.holding([UInt8](JSONEncoder().encode(job)))
            let outcome = try CommandRunner.runBlocking(
                request, timeout: timeout, maximumOutputBytes: Self.maximumOutputBytes)
            return ProfilingReport(outcome)
        } catch {
            throw ProfilingError("\(error)")
        }
    }
}

extension ProfilingJob.File {
    fileprivate init(_ record: FileRecord) { self.init(record.path, record.fingerprint) }

    init(_ path: [UInt8], _ fingerprint: FileRecord.Fingerprint) {
        self.init(
            path: Data(path).base64EncodedString(),
            fingerprint: [
                Int64(bitPattern: fingerprint.device), Int64(bitPattern: fingerprint.inode), fingerprint.size,
                fingerprint.modifiedNanoseconds, fingerprint.changedNanoseconds,
            ])
    }
}
