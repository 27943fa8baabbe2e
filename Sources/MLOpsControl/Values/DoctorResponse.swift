/// The answer of `GET /v1/doctor`.
package struct DoctorResponse: Codable, Sendable, Hashable {
    package var checks: [DoctorCheck]

    package init(checks: [DoctorCheck] = []) {
        self.checks = checks
    }
}
