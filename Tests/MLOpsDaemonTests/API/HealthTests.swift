import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `The condition of the daemon` {
    @Test func `E8 a log that is too large is a reason for being degraded until it is merged`() {
        let health = Health(startedAt: Moment(wall: Instant(seconds: 0), uptime: 0, boot: "boot"))
        health.logIsLarge(70 << 20)
        #expect(health.reasons.map(\.code) == ["record-log-large"])
        #expect(health.reasons.first?.detail.hasPrefix("70.0M of changes") == true)
        health.logIsLarge(nil)
        #expect(health.reasons.isEmpty)
    }
}
