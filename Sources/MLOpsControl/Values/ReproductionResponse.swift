/// The answer of `GET /v1/runs/{id}/reproduction`: what came of doing again what a run did.
package struct ReproductionResponse: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
        case running, ended
        /// It could not be done; `failure` says why.
        case failed
    }

    /// Something that is not as it was.
    package struct Difference: Codable, Sendable, Hashable {
        package enum Kind: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            case input, code, environment
            /// A step did not succeed this time.
            case step
            case model, metric
        }

        package var kind: Kind
        /// A file, program, step or metric.
        package var subject: String
        package var text: String

        package init(kind: Kind, subject: String, text: String) {
            self.kind = kind
            self.subject = subject
            self.text = text
        }
    }

    package var run: String
    package var state: State
    package var startedAt: Timestamp
    package var endedAt: Timestamp?
    /// Whether model and metrics are what they were, byte for byte; absent until it has ended.
    package var isIdentical: Bool?
    /// Those that have succeeded so far.
    package var steps: [String]
    package var differences: [Difference]
    package var failure: String?
    /// What it wrote, until the next reproduction of the run.
    package var directory: String

    package init(
        run: String, state: State, startedAt: Timestamp, endedAt: Timestamp? = nil, isIdentical: Bool? = nil,
        steps: [String] = [], differences: [Difference] = [], failure: String? = nil, directory: String
    ) {
        self.run = run
        self.state = state
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.isIdentical = isIdentical
        self.steps = steps
        self.differences = differences
        self.failure = failure
        self.directory = directory
    }
}
