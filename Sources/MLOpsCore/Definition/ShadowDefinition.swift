/// How a candidate is tried on what the champion was asked, before anybody is answered by it.
package struct ShadowDefinition: Hashable, Sendable, Codable {
    /// What becomes of a candidate that is neither proven good enough nor worse when its time is over.
    package enum Policy: String, Sendable, Codable, CaseIterable {
        /// It goes on until it is, or a person decides.
        case hold
        case promote
        case reject
    }

    /// Program and arguments that score logged inputs with a model.
    package var predict: [String]
    /// Of the gates that compare with the champion, those that single predictions make.
    package var metrics: [String]
    /// Of one call.
    package var timeout: Duration
    /// Labelled predictions of both models before the first look; at least 30.
    package var minRows: Int64
    package var maxTime: Duration
    package var inconclusive: Policy

    package init(
        predict: [String], metrics: [String] = [], timeout: Duration = .seconds(600), minRows: Int64 = 500,
        maxTime: Duration = .seconds(14 * 86_400), inconclusive: Policy = .hold
    ) {
        self.predict = predict
        self.metrics = metrics
        self.timeout = timeout
        self.minRows = minRows
        self.maxTime = maxTime
        self.inconclusive = inconclusive
    }
}
