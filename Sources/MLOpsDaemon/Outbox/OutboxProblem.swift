/// Why nothing can be sent.
struct OutboxProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
