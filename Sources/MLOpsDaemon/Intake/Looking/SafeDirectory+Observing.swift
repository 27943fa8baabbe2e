import Glibc
import MLOpsCore
import MLOpsLinux

extension SafeDirectory {
    /// Returns what stands at the path, without opening it.
    func look(at path: RelativePath) -> FileObservation.Look {
        do throws(LinuxError) {
            return FileObservation.Look(try status(of: path))
        } catch {
            return FileObservation.Look(error)
        }
    }

    /// Returns whether someone can write to the file, and its state after the answer.
    func askForWriters(of path: RelativePath) -> FileObservation {
        do throws(LinuxError) {
            let file = try openFile(path)
            let answer = FileObservation.Lease(file.tryReadLease())
            return .lease(answer, FileRecord.Fingerprint(try file.status().fingerprint))
        } catch {
            return .look(FileObservation.Look(error))
        }
    }
}

extension FileObservation.Lease {
    fileprivate init(_ writers: OpenFile.Writers) {
        switch writers {
        case .none: self = .granted
        case .some: self = .refused
        case .unknown: self = .unsupported
        }
    }
}

extension FileObservation.Look {
    init(_ status: FileStatus) {
        self =
            status.kind == .regular
            ? .regular(FileRecord.Fingerprint(status.fingerprint)) : .special(status.kind.description)
    }

    init(_ error: LinuxError) {
        if case .notRegularFile(let kind) = error.cause {
            self = .special(kind.description)
            return
        }
        // A directory on the way that became a symbolic link leads to nothing that is part of the dataset.
        let isAbsent = error.code.map { [ENOENT, ENOTDIR, ELOOP, EXDEV].contains($0) } ?? false
        self = isAbsent ? .absent : .unreadable("\(error.cause)")
    }
}

extension FileRecord.Fingerprint {
    /// Of what could not be looked at.
    static let unknown = FileRecord.Fingerprint(
        device: 0, inode: 0, size: 0, modifiedNanoseconds: 0, changedNanoseconds: 0)
}
