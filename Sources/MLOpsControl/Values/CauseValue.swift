/// What came true, in one line.
package struct CauseValue: Codable, Sendable, Hashable {
    /// nil: asked for on demand.
    package var trigger: String?
    package var reason: String

    package init(trigger: String? = nil, reason: String) {
        self.trigger = trigger
        self.reason = reason
    }
}
