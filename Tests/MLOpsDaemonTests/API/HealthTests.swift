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

    @Test(arguments: [
        ("run \"mlopsctl apply\" as root", "mlopsctl apply"), ("did you mean \"steps\"?", "mlopsctl check"),
    ])
    func `B26 limits that systemd does not know are cured by one command, what else is wrong by a look`(
        hint: String, cure: String
    ) {
        let now = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "boot")
        let health = Health(startedAt: now)
        let problem = ConfigurationMessage(
            severity: .error, file: "/etc/mlopsd/pipelines.d/churn.yaml", line: 3, column: 1, key: "stepz",
            problem: "unknown key", hint: hint)
        health.reloaded(
            DaemonStatus.Reload(at: Timestamp(now), succeeded: false, invalid: ["churn"]), problems: [problem])
        #expect(health.reasons.map(\.hint) == [cure, cure])
        for reason in health.reasons {
            #expect(reason.detail.contains(": /etc/mlopsd/pipelines.d/churn.yaml:3:1: stepz: unknown key"), "\(reason)")
        }
    }
}
