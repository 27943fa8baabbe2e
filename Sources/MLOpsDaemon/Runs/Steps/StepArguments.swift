import MLOpsCore
import MLOpsLinux

/// The argument vector of a step, its templates filled with the run's parameters.
///
/// A value stays within its argument and is not looked into again. What is executed is the definition's alone: neither
/// the program's name nor a shell text is substituted.
struct StepArguments: Hashable, Sendable {
    let list: [String]

    /// - Throws: `unusableDefinition` when a value would be read as an option, or an argument holds a NUL.
    init(_ program: StepDefinition.Program, _ parameters: Parameters) throws(RunError) {
        switch program {
        case .shell(let text):
            list = ["/bin/sh", "-c", text]
        case .arguments(let arguments):
            var list = Array(arguments.prefix(1))
            for argument in arguments.dropFirst() { list.append(try Self.expand(argument, parameters)) }
            self.list = list
        }
        guard !list.contains(where: { $0.utf8.contains(0) }) else {
            throw RunError(.unusableDefinition, "cannot start the step: an argument holds a NUL character")
        }
    }

    private static func expand(_ argument: String, _ parameters: Parameters) throws(RunError) -> String {
        let template = try template(argument)
        let result = template.filled(with: parameters.list)
        if template.beginsWithParameter { try checkStart(result, argument) }
        return result
    }

    private static func template(_ argument: String) throws(RunError) -> ArgumentTemplate {
        do throws(ArgumentTemplate.Fault) {
            return try ArgumentTemplate(argument)
        } catch {
            throw RunError(.unusableDefinition, "cannot fill \"\(UntrustedText.escape(argument))\": \(error.problem)")
        }
    }

    /// An argument that begins with a value must not become an option, which only the definition may write.
    ///
    /// A negative number is none.
    private static func checkStart(_ value: String, _ argument: String) throws(RunError) {
        guard value.hasPrefix("-"), value != "-" else { return }
        let isNumber = value.dropFirst().first.map { $0.isNumber || $0 == "." } == true && Double(value) != nil
        guard isNumber else {
            throw RunError(
                .unusableDefinition,
                """
                cannot pass "\(UntrustedText.escape(value))" as "\(UntrustedText.escape(argument))": it would be read \
                as an option; write "--option=\(argument)" in the step's arguments
                """)
        }
    }
}
