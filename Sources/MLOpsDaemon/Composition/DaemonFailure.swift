/// Why the daemon can not start, and the exit status that says so.
package struct DaemonFailure: Error, CustomStringConvertible {
    package enum Kind: Int32, Sendable {
        case generic = 1
        /// A path can not be used.
        case unavailable = 69
        /// The configuration is invalid; starting again would not help.
        case configuration = 78
    }

    package let kind: Kind
    package let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
