import MLOpsCore

struct StepReader {
    let parameters: [Parameter]
    let base: BaseDirectory

    func read(_ field: Field) -> [StepDefinition] {
        guard let entries = field.named("steps", .part) else { return [] }
        let fields = Dictionary(uniqueKeysWithValues: entries.map { (StepName($0.name), $0.field) })
        let steps = entries.compactMap { step(StepName($0.name), $0.field, among: entries.map(\.name)) }
        // A step that could not be read leaves holes in the graph; its own message is enough.
        guard steps.count == entries.count else { return steps }
        return ordered(steps, fields)
    }

    private func step(_ name: StepName, _ field: Field, among names: [String]) -> StepDefinition? {
        guard let section = Section(field, .step) else { return nil }
        let needs = section["needs"].map { self.needs($0, among: names) } ?? []
        guard let program = program(section) else { return nil }
        var step = StepDefinition(name: name, needs: needs, program: program)
        step.timeout = section["timeout"]?.span(atLeast: .seconds(1))
        if let timeout = section["stop_timeout"]?.span(atMost: .days(1)) { step.stopTimeout = timeout }
        if let retry = section["retry"].map(retry) { step.retry = retry }
        step.executor = section["executor"].flatMap(ExecutorReader.read)
        step.resources = section["resources"].flatMap(ResourcesReader.resources)
        step.credentials = section["credentials"].map(credentials) ?? []
        return step
    }

    /// Their names become those of files and stand in a unit.
    private func credentials(_ field: Field) -> [String] {
        var names: Set<String> = []
        for element in field.elements("names of credentials", maximum: 100) ?? [] {
            guard let name = element.text("the name of a credential") else { continue }
            if let problem = NameRule.part.problem(with: name) {
                element.report(problem, hint: "write the name of a file in credentials/ of the configuration")
            } else if !names.insert(name).inserted {
                element.report("names \(name.quoted) a second time")
            }
        }
        return names.sorted()
    }

    private func needs(_ field: Field, among names: [String]) -> [StepName] {
        var needs: Set<StepName> = []
        for element in field.elements("steps") ?? [] {
            guard let name = element.text("the name of a step") else { continue }
            guard names.contains(name) else {
                element.report("there is no step \(name.quoted)", hint: Suggestion.hint(for: name, among: names))
                continue
            }
            if !needs.insert(StepName(name)).inserted { element.report("names \(name.quoted) a second time") }
        }
        return needs.sorted()
    }

    private func program(_ section: Section) -> StepDefinition.Program? {
        let given = section.given(["run", "shell"])
        guard given.count == 1, let field = given.first else {
            if section.isAlreadyReported { return nil }
            return section.field.reject(
                given.isEmpty ? "the step runs nothing" : "the step has both run and shell",
                hint: given.isEmpty ? "write run: [program, argument, …]" : "keep one of them")
        }
        if field.name == "shell" {
            return field.text("a text for the shell", maximum: 65_536).map { .shell($0) }
        }
        return arguments(field).map { .arguments($0) }
    }

    /// Returns a program and its arguments, of a step or of anything else that is run like one.
    func arguments(_ field: Field) -> [String]? {
        if case .scalar(let scalar) = field.node.content, !scalar.isMissing {
            return field.reject(
                "must be a list: the program and its arguments, which no shell takes apart",
                hint:
                    "write \(field.name): [\(scalar.text.split(separator: " ").prefix(6).joined(separator: ", "))], or shell:"
            )
        }
        guard let elements = field.elements("arguments") else { return nil }
        let arguments = [program(elements[0])] + elements.dropFirst().map(argument)
        return arguments.contains(nil) ? nil : arguments.compactMap(\.self)
    }

    /// What is executed is the definition's alone, so no parameter stands in it.
    private func program(_ field: Field) -> String? {
        guard let program = field.text("a program") else { return nil }
        guard !program.contains("{"), !program.contains("}") else {
            return field.reject("a parameter cannot name the program", hint: "name it here")
        }
        if program.contains("/"), !program.hasPrefix("/"), !base.isGiven { return field.rejectRelative(program) }
        return program
    }

    private func argument(_ field: Field) -> String? {
        // An empty argument is legitimate; a missing one is a slip.
        guard let text = field.scalar("an argument") else { return nil }
        guard !text.unicodeScalars.contains("\0"), text.utf8.count <= 65_536 else {
            return field.reject("must be a text without NUL of at most 65536 bytes")
        }
        do throws(ArgumentTemplate.Fault) {
            let template = try ArgumentTemplate(text)
            for name in template.parameters where !parameters.contains(where: { $0.name == name }) {
                return field.reject(
                    "there is no parameter \(name.quoted)",
                    hint: Suggestion.hint(for: name, among: parameters.map(\.name))
                        ?? "add it under \"parameters\", or write {{ and }} for braces")
            }
            return text
        } catch {
            return field.reject(
                error.problem, hint: "write {{ and }} for braces", offset: field.offset(ofColumn: error.offset + 1))
        }
    }

    private func retry(_ field: Field) -> StepDefinition.Retry {
        var retry = StepDefinition.Retry()
        guard let section = Section(field, .retry) else { return retry }
        if let attempts = section["attempts"]?.integer(in: 1...100) { retry.attempts = Int(attempts) }
        if let backoff = section["backoff"]?.span(atMost: .seconds(6 * 3600)) { retry.backoff = backoff }
        if let cause = section["on"]?.choice(StepDefinition.Retry.Cause.self) { retry.cause = cause }
        return retry
    }

    /// Returns the steps so that each stands after all it needs, by name where the needs leave the order open.
    private func ordered(_ steps: [StepDefinition], _ fields: [StepName: Field]) -> [StepDefinition] {
        var ordered: [StepDefinition] = []
        var placed: Set<StepName> = []
        var waiting = steps
        while let index = waiting.firstIndex(where: { $0.needs.allSatisfy(placed.contains) }) {
            let step = waiting.remove(at: index)
            placed.insert(step.name)
            ordered.append(step)
        }
        if let step = waiting.first {
            let circle = circle(from: step, among: waiting)
            fields[circle[0]]?.report(
                "the steps need each other in a circle: " + circle.map(\.text).joined(separator: " needs "),
                hint: "remove one of the needs")
        }
        return ordered
    }

    /// Every step that waits needs another that waits, so following the needs leads into a circle.
    private func circle(from first: StepDefinition, among waiting: [StepDefinition]) -> [StepName] {
        var path = [first.name]
        while let step = waiting.first(where: { $0.name == path.last }),
            let next = step.needs.first(where: { need in waiting.contains { $0.name == need } })
        {
            if let start = path.firstIndex(of: next) { return path[start...] + [next] }
            path.append(next)
        }
        return path
    }
}
