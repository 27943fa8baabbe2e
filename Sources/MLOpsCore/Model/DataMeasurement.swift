/// What was found about the data of a run.
package struct DataMeasurement: Hashable, Sendable {
    /// What is wrong with it, in words.
    package var problems: [String]
    /// What could not be told, and why.
    package var doubts: [String]
    /// Why there is nothing to ask; nil: there is.
    package var absence: String?
    /// What was looked at, in words.
    package var scope: String

    package init(problems: [String] = [], doubts: [String] = [], absence: String? = nil, scope: String = "") {
        self.problems = problems
        self.doubts = doubts
        self.absence = absence
        self.scope = scope
    }
}
