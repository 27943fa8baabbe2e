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
    /// Whether it goes on although its time is over; nil: it does not.
    package var held: Held?
    /// Of the version since it went live, as far as they are counted: predictions that were logged, and their labels.
    package var requests: Int64?
    package var labels: Int64?

    /// Why it goes on: too little is known.
    package enum Held: String, Sendable, Codable {
        /// Until enough is known, or the longest time is over.
        case forMore
        /// Until enough is known, or a person decides.
        case forPerson
    }

    package init(deployment: Shared<Deployment>, since: Moment, length: Duration) {
        _deployment = deployment
        self.since = since
        self.length = length
        self.lastAsked = since
    }

    /// How it is asked; nil: nothing is.
    package var watch: Probe.Watch? { deployment.hooks?.probe.map { $0.watch ?? .usual } }
    package var trial: Trial { deployment.hooks?.trial ?? Trial() }
    /// How long it may take at most; never less than its length.
    package var longest: Duration { max(length, trial.maxTime ?? length + length) }
    /// When it is looked at again whatever comes, from its beginning; nil: a person decides.
    package var end: Duration? {
        switch held {
        case nil: length
        case .forMore: longest
        case .forPerson: nil
        }
    }

    /// What is missing for a verdict about what was counted; nil: nothing is.
    package var shortfall: String? {
        let counts = [("requests", requests ?? 0, trial.minRequests), ("labels", labels ?? 0, trial.minLabels)]
        let missing = counts.filter { $0.1 < $0.2 }.map { "\($0.1) of \($0.2) \($0.0)" }
        return missing.isEmpty ? nil : missing.joined(separator: " and ")
    }

    package var badCount: Int { answers.count { !$0 } }
}
