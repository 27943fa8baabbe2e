/// Something that keeps the daemon from doing all that its configuration asks for.
package struct DegradedReason: Codable, Sendable, Hashable {
    /// Stable: `dataset-unavailable`, `configuration-invalid`, `disk-full`.
    package var code: String
    package var detail: String
    /// The command to type or the thing to change.
    package var hint: String?

    package init(code: String, detail: String, hint: String? = nil) {
        self.code = code
        self.detail = detail
        self.hint = hint
    }
}
