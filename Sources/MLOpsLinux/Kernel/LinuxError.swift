import CMLOpsLinux
import Glibc

/// What the kernel, or a rule of this module, refused: the one error of `MLOpsLinux`.
///
/// The object is stored escaped, so that a hostile file name in a message cannot forge a line or drive a terminal.
package struct LinuxError: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// An errno value.
        case system(Int32)
        case notRegularFile(FileKind)
        /// Size, times or inode differed before and after reading.
        case changedWhileReading
        /// Something other than a symbolic link stands where one is expected.
        case notSymbolicLink
        case digestMismatch(expected: String, actual: String)
        /// A bound given by the caller was reached.
        case exceeds(limit: Int64, unit: String)
        /// Another process holds the lock; its pid when it wrote one.
        case held(byPID: Int32?)
        case watchLimit(WatchLimit)
        /// Text that should be well formed is not.
        case malformed(String)
    }

    package let action: String
    package let object: String
    package let cause: Cause

    package init(_ action: String, _ object: some Sequence<UInt8>, _ cause: Cause) {
        self.action = action
        self.object = UntrustedText.escape(object)
        self.cause = cause
    }

    package init(_ action: String, _ object: String, _ cause: Cause) {
        self.init(action, object.utf8, cause)
    }

    /// The errno, when a system call failed.
    package var code: Int32? {
        if case .system(let code) = cause { code } else { nil }
    }

    /// Captures `errno`; call it before anything else can change it.
    static func last(_ action: String, _ object: String) -> LinuxError {
        let code = errno
        return LinuxError(action, object, .system(code))
    }
}

extension LinuxError: CustomStringConvertible {
    package var description: String {
        "cannot \(action) \"\(object)\": \(cause)"
    }
}

extension LinuxError.Cause: CustomStringConvertible {
    package var description: String {
        switch self {
        case .system(let code): String(cString: strerror(code))
        case .notRegularFile(let kind): "it is \(kind), not a regular file"
        case .changedWhileReading: "it changed while it was read"
        case .notSymbolicLink: "it exists and is not a symbolic link"
        case .digestMismatch(let expected, let actual): "its digest is \(actual), expected \(expected)"
        case .exceeds(let limit, let unit): "it exceeds the limit of \(limit) \(unit)"
        case .held(let pid?): "held by pid \(pid)"
        case .held(nil): "held by another process"
        case .watchLimit(let limit): "\(limit)"
        case .malformed(let problem): problem
        }
    }
}
