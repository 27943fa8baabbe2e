/// What came true of one prediction.
package struct LabelRow: Hashable, Sendable {
    package var key: JoinKey
    /// 0 or 1, an index into `IngestBatch.classes`, or a number.
    package var value: Double
    /// When it was known, in microseconds since 1970.
    package var at: Int64

    package init(key: JoinKey, value: Double, at: Int64) {
        self.key = key
        self.value = value
        self.at = at
    }
}
