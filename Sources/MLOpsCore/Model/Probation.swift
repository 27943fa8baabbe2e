/// The time after a deployment in which it can be taken back automatically.
package struct Probation: Hashable, Sendable, Codable {
    /// The deployment that is live on probation.
    @Shared package var deployment: Deployment
    package var since: Moment
    package var length: Duration
    /// Questions so far; the last may have no answer yet.
    package var asked: Int64 = 0
    package var lastAsked: Moment
    /// The number of the last question that was answered.
    package var answered: Int64 = 0
    /// Of the last answers, the newest last: whether it was good.
    package var answers: [Bool] = []
    /// Whether it lasts for as long again, because nothing was proven; nil: it does not.
    package var isHeld: Bool?

    /// Between two questions.
    package static let interval = Duration.seconds(30)
    /// The version is taken back when so many of the last answers are bad.
    package static let badAnswers = 3
    package static let answersKept = 5

    package init(deployment: Deployment, since: Moment, length: Duration) {
        self.deployment = deployment
        self.since = since
        self.length = length
        self.lastAsked = since
    }

    package var badCount: Int { answers.count { !$0 } }
}
