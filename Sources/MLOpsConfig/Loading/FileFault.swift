import Glibc

/// Why a file could not be read.
enum FileFault: Error, Hashable, Sendable {
    case system(Int32)
    case danglingLink
    case notRegular
    case tooLarge(Int)
    /// It was written to while it was read.
    case changing
    /// Others than those who may decide what runs could have written it.
    case untrusted(String, hint: String)

    /// There is no such file, or not any more.
    var isAbsence: Bool { self == .system(ENOENT) || self == .system(ENOTDIR) }

    var hint: String? {
        switch self {
        case .untrusted(_, let hint): hint
        case .tooLarge: "definitions are short; keep data elsewhere"
        case .changing: "it is read again with the next reload"
        case .danglingLink: "remove it, or link to /dev/null"
        case .system, .notRegular: nil
        }
    }

    var cause: String {
        switch self {
        case .system(let number): strerror(number).map { String(cString: $0) } ?? "error \(number)"
        case .danglingLink: "the link leads nowhere"
        case .notRegular: "it is not a regular file"
        case .tooLarge(let count): "it has \(count) bytes, more than are accepted"
        case .changing: "it is being written to"
        case .untrusted(let cause, _): cause
        }
    }
}
