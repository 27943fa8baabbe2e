/// The answer of `GET /v1/healthz` and `GET /v1/readyz`; a status other than 200 says the same without a body.
package struct HealthResponse: Codable, Sendable, Hashable {
    package var state: DaemonState
    package var reasons: [DegradedReason]

    package init(state: DaemonState, reasons: [DegradedReason] = []) {
        self.state = state
        self.reasons = reasons
    }
}
