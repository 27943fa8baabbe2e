/// A question that what serves the model answers when it is well.
package struct Probe: Hashable, Sendable, Codable {
    package enum Question: Hashable, Sendable, Codable {
        /// Answers with `status`, nil: any of 200 to 299, and a body in which `body` stands.
        case http(url: String, status: Int?, body: String?)
        /// Exits with status 0.
        case command([String])
        /// Is there, and holds the text if one is given.
        case file(path: String, text: String?)
    }

    /// How a version on probation is asked, and when its answers are proof of harm.
    package struct Watch: Hashable, Sendable, Codable {
        /// Between two questions.
        package var interval: Duration
        /// The version is taken back when so many of the last answers are bad; at least 1.
        package var failures: Int
        /// So many answers count; at least `failures`.
        package var answers: Int

        package static let usual = Watch(interval: .seconds(30), failures: 3, answers: 5)

        package init(interval: Duration, failures: Int, answers: Int) {
            self.interval = interval
            self.failures = failures
            self.answers = answers
        }

        /// The shortest time in which harm can be proven.
        package var shortestProof: Duration { interval * failures }
    }

    package var question: Question
    /// Until then it may fail; asked again and again.
    package var within: Duration
    /// nil: as usual.
    package var watch: Watch?

    package static let defaultDeadline = Duration.seconds(30)

    package init(question: Question, within: Duration = Self.defaultDeadline, watch: Watch? = nil) {
        self.question = question
        self.within = within
        self.watch = watch
    }
}
