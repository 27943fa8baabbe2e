/// How much of what runs and files leave is kept; of runs and models all, where nothing is said.
package struct RetentionPolicy: Hashable, Sendable {
    /// Directories of ended runs, the newest; nil: all.
    package var runs: Int?
    /// Files of model versions, the newest; nil: all.
    package var models: Int?
    /// What is younger is kept besides.
    package var age: Duration
    /// Profiles of judged files of a dataset, the newest; at 20 columns one takes about 10 KB.
    package var profiles: Int

    /// Two years of hourly files of 20 columns, about 170 MB.
    package static let usualProfiles = 17_520

    package init(
        runs: Int? = nil, models: Int? = nil, age: Duration = .zero, profiles: Int = Self.usualProfiles
    ) {
        self.runs = runs
        self.models = models
        self.age = age
        self.profiles = profiles
    }

    /// Whether no run and no model is ever removed.
    package var keepsAll: Bool { runs == nil && models == nil }
}
