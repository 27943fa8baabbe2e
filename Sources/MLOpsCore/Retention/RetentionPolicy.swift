/// How much of what runs leave is kept; what nothing is said about is kept for ever.
package struct RetentionPolicy: Hashable, Sendable {
    /// Directories of ended runs, the newest; nil: all.
    package var runs: Int?
    /// Files of model versions, the newest; nil: all.
    package var models: Int?
    /// What is younger is kept besides.
    package var age: Duration

    package init(runs: Int? = nil, models: Int? = nil, age: Duration = .zero) {
        self.runs = runs
        self.models = models
        self.age = age
    }

    package var keepsAll: Bool { runs == nil && models == nil }
}
