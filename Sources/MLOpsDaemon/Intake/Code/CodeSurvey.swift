/// What a reading of a pipeline's code found.
struct CodeSurvey: Sendable {
    enum Outcome: Sendable {
        case complete(CodeFiles)
        case failed(String)
    }

    /// That was read; an answer for another one is dropped.
    let directory: String
    let outcome: Outcome
}
