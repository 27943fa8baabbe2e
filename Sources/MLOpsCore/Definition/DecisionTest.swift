/// Synthetic evidence and the decision that it must lead to, run by `mlopsctl check`.
package struct DecisionTest: Hashable, Sendable {
    package enum Given: Hashable, Sendable {
        /// A slot of the named schedule trigger has just passed.
        case slot(TriggerName)
        case newData(DatasetName, files: Int64, bytes: Int64, rows: Int64)
        case request
        case pipelineChange
        /// The drift monitors of the named trigger raise an alarm.
        case drift(TriggerName)
        /// Time goes by.
        case wait(Duration)
    }

    package enum Expectation: String, Sendable, CaseIterable {
        case start, hold, nothing
    }

    package var given: [Given]
    package var expect: Expectation
    /// `file:line:column` of the test, for messages.
    package var place: String

    package init(given: [Given], expect: Expectation, place: String) {
        self.given = given
        self.expect = expect
        self.place = place
    }
}

extension DecisionTest.Given {
    var isDrift: Bool { if case .drift = self { true } else { false } }
}
