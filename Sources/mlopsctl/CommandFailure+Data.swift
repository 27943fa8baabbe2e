import Glibc
import MLOpsData

extension CommandFailure {
    /// Says which data file cannot be read, and why.
    init(_ error: DataError, file: String) {
        let kind: Kind =
            switch error.cause {
            case .unreadable(ENOENT), .unreadable(ENOTDIR): .notFound
            case .unreadable(EACCES), .unreadable(EPERM): .notPermitted
            default: .usage
            }
        let hint = error.cause == .unknownFormat ? ["name it with --format"] : []
        self.init(kind, "cannot read \"\(file)\": \(error)", hints: hint)
    }

    init(_ unreadable: UnreadableFile) { self.init(unreadable.error, file: unreadable.name) }
}
