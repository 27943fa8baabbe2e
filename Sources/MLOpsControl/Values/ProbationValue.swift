/// How the model in production stands its probation.
package struct ProbationValue: Codable, Sendable, Hashable {
    package var version: String
    package var since: Timestamp
    /// When it is over, if nothing speaks against the version; nil: a person decides.
    package var until: Timestamp?
    /// Of its probe; 0: nothing was answered yet, or there is none.
    package var answers: Int64
    /// Of the last few answers.
    package var badAnswers: Int
    /// The share of the requests that it gets, in percent; nil: all.
    package var canaryPercent: Int?
    /// What is missing for a verdict about a canary: `12 of 500 requests`; nil: nothing is.
    package var shortfall: String?

    package init(
        version: String, since: Timestamp, until: Timestamp?, answers: Int64 = 0, badAnswers: Int = 0,
        canaryPercent: Int? = nil, shortfall: String? = nil
    ) {
        self.version = version
        self.since = since
        self.until = until
        self.answers = answers
        self.badAnswers = badAnswers
        self.canaryPercent = canaryPercent
        self.shortfall = shortfall
    }
}
