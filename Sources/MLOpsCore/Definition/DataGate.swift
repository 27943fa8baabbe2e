/// A question about the data that a candidate was trained on.
package struct DataGate: Hashable, Sendable {
    package enum Question: String, Sendable, CaseIterable {
        /// Does every file that the run read fit the schema of its dataset?
        case schema
        /// Are the files that were new to the run distributed as those that the champion was trained on?
        case drift
        /// Is the training data distributed as what the champion is asked, as far as the log of predictions holds it?
        case skew
    }

    package enum Effect: String, Sendable, CaseIterable {
        /// Only a pass lets the candidate go live by itself.
        case enforce
        /// The answer is recorded and shown, and stops nothing.
        case report
    }

    package var question: Question
    package var effect: Effect

    package init(_ question: Question, _ effect: Effect) {
        self.question = question
        self.effect = effect
    }
}
