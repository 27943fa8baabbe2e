import MLOpsLinux

/// Why something in a run's life could not be done; its text goes into the record and to people.
struct RunError: Error, Hashable, Sendable, CustomStringConvertible {
    enum Code: String, Sendable {
        /// An input is not what it was when it became ready.
        case inputChanged = "input-changed"
        /// The inputs are not what was listed of them before any step began: they can be listed again.
        case inputsOutdated = "inputs-outdated"
        /// What the steps left can not become a candidate.
        case unusableOutput = "unusable-output"
        /// The definition asks for something that can not be handed to a program.
        case unusableDefinition = "unusable-definition"
        /// A stored version is missing or is not what its digest says.
        case damagedVersion = "damaged-version"
        /// Another model, or something that is none, stands under the number of a version.
        case takenNumber = "taken-number"
        /// The target was changed by someone else.
        case foreignTarget = "foreign-target"
        /// The target is something that must not be replaced, or has no place.
        case unusableTarget = "unusable-target"
        /// The kernel or the record refused; worth another try when that is cured.
        case system
    }

    let code: Code
    let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: LinuxError) {
        self.init(.system, error.description)
    }

    init(_ error: any Error) {
        self = (error as? RunError) ?? RunError(.system, "\(error)")
    }
}
