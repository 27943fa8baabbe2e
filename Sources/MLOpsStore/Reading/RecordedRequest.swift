package import MLOpsCore

/// A request as the record keeps it.
package struct RecordedRequest: Hashable, Sendable {
    package let request: RunRequest
    /// nil: pending.
    package let end: RequestEnd?
}
