import MLOpsControl

/// Why a command could not do what it was asked, for people and, by its exit status, for programs.
struct CommandFailure: Error, Hashable, Codable {
    enum Kind: String, Codable, CaseIterable {
        /// The answer is no: a check failed, a run did not succeed.
        case negative
        case usage
        case notFound = "not-found"
        /// The daemon can not be reached.
        case unreachable
        case `internal`
        /// What was found could not be written. It is no answer of a program whose 1 means yes or no.
        case unwritten
        case notPermitted = "not-permitted"
        case configuration
        case timeout

        /// LSB and sysexits.h, as `mlopsctl(1)` lists them.
        var exitStatus: Int32 {
            switch self {
            case .negative: 1
            case .usage: 2
            case .notFound: 4
            case .unreachable: 69
            case .internal: 70
            case .unwritten: 74
            case .notPermitted: 77
            case .configuration: 78
            case .timeout: 124
            }
        }
    }

    var kind: Kind
    var message: String
    var hints: [String]

    init(_ kind: Kind, _ message: String, hints: [String] = []) {
        self.kind = kind
        self.message = message
        self.hints = hints
    }

    /// `error: ...` and a `hint: ...` for each hint, in lines.
    var text: String {
        let lines = message.split(separator: "\n").map { "error: \(String($0).printable)" }
        return (lines + hints.map { "hint: \($0.printable)" }).joinedLines
    }

    /// The same as one line of JSON.
    var json: String {
        // A struct of strings can always be encoded; if not, its text is better than nothing.
        guard let data = try? ControlJSON.encode(self) else { return text }
        return String(decoding: data, as: UTF8.self).escapingUnshown + "\n"
    }
}
