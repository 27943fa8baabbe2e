/// A directory that data arrives in.
package struct DatasetDefinition: Hashable, Sendable {
    /// How a file is known to be whole (SEMANTICS 1, readiness ladder).
    package enum Readiness: String, Sendable, CaseIterable {
        case auto, manifest, rename, lease, quiet
    }

    /// What becomes of a file whose content changed after a run used it.
    package enum Revision: String, Sendable, CaseIterable {
        case trigger, quarantine, ignore
    }

    package enum Format: String, Sendable, CaseIterable {
        case csv, jsonl, parquet
    }

    package var name: DatasetName
    /// Absolute.
    package var path: String
    package var include: [String]
    /// Names never looked at; the default is the temporary names of SEMANTICS 1.
    package var ignore: [String]
    package var recursive: Bool
    /// nil: by the file name's ending.
    package var format: Format?
    package var readiness: Readiness
    /// How long a file must not change before the rung `quiet` calls it whole; nil: 10 s local, 60 s remote.
    package var settle: Duration?
    package var allowsEmpty: Bool
    package var revision: Revision
    /// nil: 15 min local, 60 s remote or when degraded.
    package var rescan: Duration?
    /// How long a manifest may name files that are not there before `incomplete_batch` is reported.
    package var manifestDeadline: Duration

    /// The column with the time of a row's event; nil: rows happened when their file arrived.
    package var timeColumn: String?

    /// The column with the label; nil: nothing is known of one.
    package var targetColumn: String?

    /// The absolute path of the schema that a file must satisfy to be data; nil: anything is.
    package var schema: String?

    package static let defaultIgnore = [
        ".*", "*~", "*.tmp", "*.part", "*.partial", "*.filepart", "*.crdownload", "*.swp", "_temporary",
    ]

    package init(
        name: DatasetName, path: String, include: [String] = ["*"], ignore: [String] = Self.defaultIgnore,
        recursive: Bool = false, format: Format? = nil, readiness: Readiness = .auto, settle: Duration? = nil,
        allowsEmpty: Bool = false, revision: Revision = .trigger, rescan: Duration? = nil,
        manifestDeadline: Duration = .seconds(3600), timeColumn: String? = nil, targetColumn: String? = nil,
        schema: String? = nil
    ) {
        self.name = name
        self.path = path
        self.include = include
        self.ignore = ignore
        self.recursive = recursive
        self.format = format
        self.readiness = readiness
        self.settle = settle
        self.allowsEmpty = allowsEmpty
        self.revision = revision
        self.rescan = rescan
        self.manifestDeadline = manifestDeadline
        self.timeColumn = timeColumn
        self.targetColumn = targetColumn
        self.schema = schema
    }
}
