import MLOpsCore
import MLOpsData
import MLOpsLinux

/// Reads one file on the dataset's reading queue, for its digest, its rows, or both.
struct FileExaminer: Sendable {
    let root: TrustedRoot
    let path: RelativePath
    let expected: FileRecord.Fingerprint
    let wantsDigest: Bool
    /// nil: rows are not asked for.
    let rows: RowFormat?
    /// nil: the dataset has no schema.
    var validation: FileValidation?

    /// How to count rows; nil inside: by the file's name.
    struct RowFormat: Sendable {
        let format: DataFormat?

        init(_ format: DatasetDefinition.Format?) {
            self.format = format.flatMap { DataFormat(rawValue: $0.rawValue) }
        }
    }

    func examine() -> FileExamination {
        FileExamination(path: path, outcome: outcome())
    }

    private func outcome() -> FileExamination.Outcome {
        do throws(LinuxError) {
            guard let directory = root.open() else { return .changed }
            let file = try directory.openFile(path)
            guard FileRecord.Fingerprint(try file.status().fingerprint) == expected else { return .changed }
            let digest = wantsDigest ? try file.sha256().0.hexadecimal : nil
            if let validation { return validated(by: validation, digest) }
            let counted = try rows.map { format throws(LinuxError) in try count(file, format) }
            guard FileRecord.Fingerprint(try file.status().fingerprint) == expected else { return .changed }
            return counted?.problem.map(FileExamination.Outcome.malformed)
                ?? .read(digest: digest, rows: counted?.rows)
        } catch {
            return Self.outcome(of: error)
        }
    }

    private func validated(by validation: FileValidation, _ digest: String?) -> FileExamination.Outcome {
        let outcome = validation.validate(path, expected, below: root.path)
        // What was written to meanwhile is judged when it is whole again.
        guard root.open()?.look(at: path) == .regular(expected) else { return .changed }
        switch outcome {
        case .usable(let rows, let remarks): return .read(digest: digest, rows: rows, remarks: remarks)
        case .blocked(let reason): return .malformed(reason)
        case .undecided(let reason): return .unreadable("cannot be validated: " + reason)
        }
    }

    private static func outcome(of error: LinuxError) -> FileExamination.Outcome {
        if case .changedWhileReading = error.cause { return .changed }
        switch FileObservation.Look(error) {
        case .absent: return .gone
        case .unreadable(let reason): return .unreadable(reason)
        case .special, .regular: return .changed
        }
    }

    private struct Count {
        var rows: Int64?
        var problem: String?
    }

    private func count(_ file: OpenFile, _ format: RowFormat) throws(LinuxError) -> Count {
        var counter: FileRowCounter
        do throws(DataError) {
            counter = try FileRowCounter(fileName: path.bytes, format: format.format)
        } catch {
            // That rows of this format are not counted is no fault of the file.
            return Count()
        }
        var problem: DataError?
        try file.readPieces { piece throws(LinuxError) in
            guard problem == nil else { return }
            do throws(DataError) { try counter.consume(piece) } catch { problem = error }
        }
        do throws(DataError) {
            if let problem { throw problem }
            return Count(rows: try counter.finish())
        } catch {
            return Count(problem: "\(error)")
        }
    }
}
