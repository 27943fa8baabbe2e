import MLOpsCore
import MLOpsLinux

/// What a step wrote to `MLOPS_METRICS`: an object in which every number is a metric.
///
/// `champion` holds metrics of the model in production on the same data, `segments` metrics by the values of columns,
/// `per_row` the name of a file with results row by row; null stands for none. Everything else is checked to be well
/// formed and stays in the file.
struct MetricsDocument: Hashable, Sendable {
    struct Segment: Hashable, Sendable {
        var value: String
        var metrics: [Candidate.Metric]
    }

    /// The record keeps the metrics of every run, so their number is bounded.
    static let maximumMetrics = 1000
    static let maximumNameBytes = 256
    static let maximumBytes = 16 << 20

    /// What gates and comparisons go by; of another kind it would be passed over, and nobody would know.
    private static let kinds = [
        "n": "a number", "champion": "an object", "segments": "an object", "per_row": "a text",
    ]

    /// In the order of the file.
    private(set) var metrics: [Candidate.Metric] = []
    private(set) var champion: [Candidate.Metric] = []
    /// By column, in the order of the file.
    private(set) var segments: [String: [Segment]] = [:]
    /// By name, what stands there instead of a number: `a text`.
    private(set) var others: [String: String] = [:]
    /// Relative to `MLOPS_WORK`, or absolute.
    private(set) var rowsFile: String?

    /// - Parameter name: the file's path, for messages.
    init(_ bytes: [UInt8], name: String) throws(RunError) {
        do {
            var reader = JSONReader(bytes)
            reader.skipSpace()
            try reader.object { (key, reader) throws(JSONReader.Failure) in try take(key, &reader) }
            try reader.end()
        } catch {
            throw RunError(
                .unusableOutput,
                """
                cannot read metrics "\(UntrustedText.escape(name))": line \(error.line), column \(error.column): \
                \(UntrustedText.escape(error.problem))
                """)
        }
        try Self.check(metrics, name)
    }

    private mutating func take(_ key: String, _ reader: inout JSONReader) throws(JSONReader.Failure) {
        if reader.isAtNumber {
            metrics.append(Candidate.Metric(name: key, value: try reader.number()))
        } else if key == "per_row", reader.isAtText {
            rowsFile = try reader.text()
        } else if key == "champion", reader.isAtObject {
            champion = try Self.metrics(&reader)
        } else if key == "segments", reader.isAtObject {
            try reader.object { (column, reader) throws(JSONReader.Failure) in
                guard reader.isAtObject else { return try reader.skipValue() }
                segments[column] = try Self.segments(&reader)
            }
        } else {
            let kind = reader.kind
            if let wanted = Self.kinds[key], kind != "null" {
                throw reader.failure("\"\(key)\" is \(kind), not \(wanted)")
            }
            if others.count < Self.maximumMetrics { others[key] = kind }
            try reader.skipValue()
        }
    }

    private static func segments(_ reader: inout JSONReader) throws(JSONReader.Failure) -> [Segment] {
        var segments: [Segment] = []
        try reader.object { (value, reader) throws(JSONReader.Failure) in
            guard reader.isAtObject else { return try reader.skipValue() }
            segments.append(Segment(value: value, metrics: try metrics(&reader)))
        }
        return segments
    }

    private static func metrics(_ reader: inout JSONReader) throws(JSONReader.Failure) -> [Candidate.Metric] {
        var metrics: [Candidate.Metric] = []
        try reader.object { (key, reader) throws(JSONReader.Failure) in
            guard reader.isAtNumber else { return try reader.skipValue() }
            metrics.append(Candidate.Metric(name: key, value: try reader.number()))
        }
        return metrics
    }

    private static func check(_ metrics: [Candidate.Metric], _ name: String) throws(RunError) {
        guard metrics.count <= maximumMetrics else {
            throw RunError(
                .unusableOutput,
                """
                cannot read metrics "\(UntrustedText.escape(name))": it names \(metrics.count) metrics, more than \
                \(maximumMetrics); write tables to a file of their own and name it in "per_row"
                """)
        }
        if let long = metrics.first(where: { $0.name.isEmpty || $0.name.utf8.count > maximumNameBytes }) {
            throw RunError(
                .unusableOutput,
                """
                cannot read metrics "\(UntrustedText.escape(name))": a metric's name must have 1 to \
                \(maximumNameBytes) bytes, one has \(long.name.utf8.count)
                """)
        }
    }
}
