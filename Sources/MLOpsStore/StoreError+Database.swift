import GRDB
import MLOpsCore

extension StoreError {
    /// The error that `verb` on the database at `path` failed with.
    init(_ error: any Error, verb: String, path: String) {
        if let error = error as? StoreError {
            self = error
            return
        }
        let code = Self.code(of: error)
        self.init(code, "cannot \(verb) \"\(path)\": \(Self.cause(of: error)); \(Self.consequence(of: code))")
    }

    private static func code(of error: any Error) -> Code {
        switch error {
        case let error as DatabaseError: code(of: error.resultCode)
        case is RowDecodingError, is DecodingError, is UnexpectedValue: .corrupt
        default: .other
        }
    }

    private static func code(of resultCode: ResultCode) -> Code {
        switch resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
        case .SQLITE_FULL: .full
        case .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN: .inputOutput
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
        case .SQLITE_CONSTRAINT: .conflict
        default: .other
        }
    }

    private static func cause(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return error.message ?? error.resultCode.description
    }

    private static func consequence(of code: Code) -> String {
        switch code {
        case .busy: "nothing was changed, it can be tried again"
        case .full: "nothing was changed, free some space"
        case .inputOutput: "nothing more is written until the file is opened again"
        case .corrupt: "the file is left as it is, restore it from a backup"
        case .newerSchema, .conflict, .other: "nothing was changed"
        }
    }
}

/// A stored value that no version of this program writes.
struct UnexpectedValue: Error, CustomStringConvertible {
    let description: String

    init(_ value: some Any, in column: String) {
        description = "unexpected value \"\(value)\" in \(column)"
    }
}
