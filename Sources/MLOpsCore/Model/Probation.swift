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

    package init(deployment: Deployment, since: Moment, length: Duration) {
        self.deployment = deployment
        self.since = since
        self.length = length
        self.lastAsked = since
    }

    /// How it is asked; nil: nothing is.
    package var watch: Probe.Watch? { deployment.hooks?.probe.map { $0.watch ?? .usual } }
    package var badCount: Int { answers.count { !$0 } }
}
