import FoundationEssentials
import MLOpsData
import MLOpsLinux
import MLOpsStatistics

/// One job.
struct ProfilingWork {
    private let job: ProfilingJob
    private let answer: (ProfilingAnswer) -> Void
    private let write: (UnsafeRawBufferPointer) -> Void
    private let directory: SafeDirectory

    /// - Parameter write: Takes what is no line of JSON.
    init(
        _ job: ProfilingJob, answer: @escaping (ProfilingAnswer) -> Void,
        write: @escaping (UnsafeRawBufferPointer) -> Void
    ) throws(LinuxError) {
        self.job = job
        self.answer = answer
        self.write = write
        directory = try SafeDirectory(job.directory)
    }

    func run() throws {
        if let rows = job.rows {
            // Rows follow instead of further lines.
            return readRows(rows)
        }
        if let text = job.schema {
            let schema = try JSONDecoder().decode(DataSchema.self, from: Data(text.utf8))
            for file in job.files.indices { validate(file, schema) }
        } else if let text = job.reference {
            let reference = try TableReference(encoded: [UInt8](bytes(text)))
            for file in job.files.indices { profile(file, on: reference) }
        } else {
            try makeReference()
        }
        answer(.ended)
    }

    private func makeReference() throws {
        var readable: [(index: Int, file: OpenFile)] = []
        for index in job.files.indices.suffix(ProfilingLimits.files) {
            do throws(ProfilingFault) { readable.append((index, try open(index))) } catch {
                answer(.failed(file: index, reason: error.reason))
            }
        }
        let files = try readable.map { try DataFile(descriptor: $0.file.descriptor.number, name: $0.file.path.bytes) }
        let (whole, summary) = try TableProfiler(files, options: options).reference()
        let reference = whole.keeping { name in summary.column(name)?.canDrift ?? false }
        guard !reference.columns.isEmpty else {
            throw ProfilingFault(reason: "it has no column whose distribution could be compared")
        }
        answer(
            .reference(
                profile: base64(reference.encoded), files: Int64(readable.count), rows: Int64(summary.rows)))
        for (index, _) in readable.suffix(job.windows) { profile(index, on: reference) }
    }

    private func readRows(_ wanted: RowJob) {
        var result = (RowAnswer(), [UInt64]())
        do throws(ProfilingFault) {
            let file = try open(0)
            do throws(DataError) {
                let data = try DataFile(descriptor: file.descriptor.number, name: file.path.bytes)
                let age = age(of: file)
                let isFinished = isFinished(file, age)
                result = RowReading(
                    data, wanted, format: job.format.flatMap(DataFormat.init), isFinished: isFinished,
                    isAtRest: isFinished && age > 10_000_000
                ).run()
            } catch {
                throw ProfilingFault(reason: "\(error)")
            }
        } catch {
            result.0.failure = error.reason
        }
        answer(.rows(result.0))
        result.1.withUnsafeBytes(write)
    }

    /// Whether nobody writes to the file any more; where the kernel does not tell, whether nobody did for a minute.
    private func isFinished(_ file: OpenFile, _ age: Int64) -> Bool {
        switch file.tryReadLease() {
        case .none: true
        case .some: false
        case .unknown: age > 60_000_000
        }
    }

    /// Microseconds since the file changed; 0 when that is not known.
    private func age(of file: OpenFile) -> Int64 {
        guard let now = job.now, let status = try? file.status() else { return 0 }  // Then it counts as just written.
        let changed = max(status.fingerprint.mtimeNs, status.fingerprint.ctimeNs) / 1000
        return max(0, now.subtractingReportingOverflow(changed).partialValue)
    }

    private func validate(_ index: Int, _ schema: DataSchema) {
        answer(.began(file: index))
        do {
            let file = try open(index)
            let data = try DataFile(descriptor: file.descriptor.number, name: file.path.bytes)
            let report = try FileValidator(schema: schema, options: options.read)
                .validate(data, ValidationContext(environment: "train", now: job.now))
            try check(file, index)
            answer(.validated(file: index, report))
        } catch let error as ProfilingFault {
            answer(.failed(file: index, reason: error.reason))
        } catch {
            answer(.failed(file: index, reason: "\(error)"))
        }
    }

    private func profile(_ index: Int, on reference: TableReference) {
        answer(.began(file: index))
        do {
            let file = try open(index)
            let data = try DataFile(descriptor: file.descriptor.number, name: file.path.bytes)
            let window = try TableProfiler([data], options: options).window(on: reference)
            try check(file, index)
            answer(.profiled(file: index, describe(window, reference)))
        } catch let error as ProfilingFault {
            answer(.failed(file: index, reason: error.reason))
        } catch let error as TableFault {
            answer(.failed(file: index, reason: "\(error.error)"))
        } catch {
            answer(.failed(file: index, reason: "\(error)"))
        }
    }

    private func describe(_ window: TableWindow, _ reference: TableReference) -> ProfilingAnswer.Profile {
        let names = reference.columns.map(\.name)
        func columns(_ isMeant: (TableWindow.Presence) -> Bool) -> [String] {
            zip(names, window.presence).filter { isMeant($0.1) }.map(\.0)
        }
        return ProfilingAnswer.Profile(
            rows: Int64(window.rows), window: base64(window.profile.encoded),
            times: window.times.map { [$0.lowerBound, $0.upperBound] },
            missing: columns { $0 == .missing },
            changed: columns { if case .otherType = $0 { true } else { false } },
            added: window.newColumns.map(\.name))
    }

    private var options: ProfileOptions {
        var options = ProfileOptions(read: ReadOptions(format: job.format.flatMap(DataFormat.init)))
        options.timeColumn = job.timeColumn
        return options
    }

    private func open(_ index: Int) throws(ProfilingFault) -> OpenFile {
        guard let path = Data(base64Encoded: job.files[index].path).flatMap({ RelativePath($0) }) else {
            throw ProfilingFault(reason: "its name is no path")
        }
        let file: OpenFile
        do throws(LinuxError) { file = try directory.openFile(path) } catch {
            throw ProfilingFault(reason: "\(error)")
        }
        // Logs are written on while they are read.
        if job.rows == nil { try check(file, index) }
        return file
    }

    private func check(_ file: OpenFile, _ index: Int) throws(ProfilingFault) {
        let found = try? file.status().fingerprint  // What can not be looked at is not what was meant.
        guard let found, found.numbers == job.files[index].fingerprint else {
            throw ProfilingFault(reason: "it changed")
        }
    }

    private func bytes(_ base64: String) -> Data { Data(base64Encoded: base64) ?? Data() }

    private func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

extension TableReference {
    fileprivate func keeping(_ isWanted: (String) -> Bool) -> TableReference {
        let kept = columns.indices.filter { isWanted(columns[$0].name) }
        return TableReference(
            profile: ReferenceProfile(columns: kept.map { profile.columns[$0] }), columns: kept.map { columns[$0] })
    }
}

extension TableSummary.Column {
    /// False for what is new in all new data: moments, texts that never repeat, and whole numbers that count up.
    fileprivate var canDrift: Bool {
        guard family != .moment else { return false }
        let isUnique = values >= 100 && distinct * (1 + 3 * distinctError) >= Double(values)
        guard isUnique else { return true }
        if type == .integer, let minimum, let maximum { return maximum - minimum >= 2 * Double(values) }
        return family != .text
    }
}

/// Why one file of a job is left out, or the whole.
struct ProfilingFault: Error, CustomStringConvertible {
    let reason: String

    var description: String { reason }
}

extension FileFingerprint {
    fileprivate var numbers: [Int64] {
        [
            Int64(bitPattern: device), Int64(bitPattern: inode), size, mtimeNs, ctimeNs,
        ]
    }
}
