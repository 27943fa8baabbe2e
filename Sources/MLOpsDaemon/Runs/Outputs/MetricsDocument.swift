import MLOpsCore
import MLOpsLinux

/// What a step wrote to `MLOPS_METRICS`: an object in which every number is a metric.
///
/// Everything else in it (`segments`, `per_row`, texts) is checked to be well formed and stays in the file.
struct MetricsDocument: Hashable, Sendable {
    /// The record keeps the metrics of every run, so their number is bounded.
    static let maximumMetrics = 1000
    static let maximumNameBytes = 256
    static let maximumBytes = 16 << 20

    /// In the order of the file.
    let metrics: [Candidate.Metric]

    /// - Parameter name: the file's path, for messages.
    init(_ bytes: [UInt8], name: String) throws(RunError) {
        var metrics: [Candidate.Metric] = []
        do {
            var reader = JSONReader(bytes)
            reader.skipSpace()
            try reader.object { (key, reader) throws(JSONReader.Failure) in
                guard reader.isAtNumber else { return try reader.skipValue() }
                metrics.append(Candidate.Metric(name: key, value: try reader.number()))
            }
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
        self.metrics = metrics
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
