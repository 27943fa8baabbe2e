package import MLOpsCore
package import MLOpsSchedule

/// The training data of a model version, as what later data are compared with.
package struct DriftReference: Hashable, Sendable {
    package var version: ModelVersionID
    /// The sequence number up to which files are no later data.
    package var through: Int64
    package var files: Int64
    package var rows: Int64
    /// Why there is no profile.
    package var failure: String?
    /// As its statistics encode it.
    package var profile: [UInt8]?
    package var madeAt: Instant

    package init(
        version: ModelVersionID, through: Int64, files: Int64, rows: Int64, failure: String? = nil,
        profile: [UInt8]? = nil, madeAt: Instant
    ) {
        self.version = version
        self.through = through
        self.files = files
        self.rows = rows
        self.failure = failure
        self.profile = profile
        self.madeAt = madeAt
    }
}
