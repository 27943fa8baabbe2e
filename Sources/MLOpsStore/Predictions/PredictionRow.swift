/// What a model said once; texts are indices into the batch's lists.
package struct PredictionRow: Hashable, Sendable {
    package var key: JoinKey
    /// When it was said, in microseconds since 1970.
    package var at: Int64
    /// Into `IngestBatch.versions`.
    package var version: Int32
    /// 0 or 1, an index into `IngestBatch.classes`, or a number; NaN: there is only a score.
    package var prediction: Double
    /// The probability of 1, or of the class that was predicted; NaN: there is none.
    package var score: Double
    /// Of each class, in the order of the configuration.
    package var scores: [Double]
    /// For each column of segments an index into `IngestBatch.segments`; -1: null.
    package var segments: [Int32]

    package init(
        key: JoinKey, at: Int64, version: Int32, prediction: Double, score: Double = .nan, scores: [Double] = [],
        segments: [Int32] = []
    ) {
        self.key = key
        self.at = at
        self.version = version
        self.prediction = prediction
        self.score = score
        self.scores = scores
        self.segments = segments
    }
}
