/// A gate, and the words that it is recorded under: its definition says them once, and every run repeats them.
struct NamedGate: Sendable {
    let definition: GateDefinition
    let text: String

    init(_ definition: GateDefinition) {
        self.definition = definition
        text = definition.text
    }
}
