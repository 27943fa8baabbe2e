import MLOpsControl
import MLOpsCore
import MLOpsSchedule

/// The daemon's measurements in OpenMetrics text.
///
/// Labels are pipelines and receivers only, so the number of series is bounded.
struct OpenMetrics {
    let views: [PipelineView]
    let health: Health
    let databaseBytes: Int64?
    /// Why the daemon is degraded, by the codes of the reasons.
    var reasons: [DegradedReason] = []
    /// Deployments that failed within a day and that nothing made good.
    var failedDeployments: [DeploymentSummary] = []
    /// Who is told of events.
    var receivers: [ReceiverSummary] = []

    var text: String {
        var lines = ["# TYPE mlopsd_build info", "mlopsd_build_info{version=\"\(Version.text)\"} 1"]
        gauge("mlopsd_config_last_reload_successful", "Whether the last reload was put in force.", &lines) {
            [("", health.lastReload?.succeeded == false ? 0 : 1)]
        }
        gauge("mlopsd_runs_active", "Runs that have not ended.", &lines) { perPipeline { Double($0.runs.count) } }
        gauge("mlopsd_requests_pending", "Wishes that wait.", &lines) {
            perPipeline { Double($0.state.requests.count) }
        }
        gauge("mlopsd_pipeline_consecutive_failures", "Failed runs since the last success.", &lines) {
            perPipeline { Double($0.state.consecutiveFailures) }
        }
        gauge("mlopsd_pipeline_last_success_timestamp_seconds", "When a run last succeeded.", &lines) {
            perPipeline { $0.state.lastSuccess.map { Double($0.wall.microseconds) / 1_000_000 } }
        }
        gauge("mlopsd_db_size_bytes", "The size of the record.", &lines) {
            databaseBytes.map { [("", Double($0))] } ?? []
        }
        gauge("mlopsd_degraded", "Whether something keeps the daemon from doing all it was asked for.", &lines) {
            [("", reasons.isEmpty ? 0 : 1)]
        }
        gauge("mlopsd_deployments_failed", "Failed within a day, with none since that went live.", &lines) {
            perPipeline { view in Double(failedDeployments.count { $0.pipeline == view.state.name.text }) }
        }
        gauge("mlopsd_outbox_pending", "Events that wait to be told.", &lines) { perReceiver { Double($0.pending) } }
        gauge("mlopsd_outbox_refused", "Events that a receiver refused for good.", &lines) {
            perReceiver { Double($0.refused) }
        }
        lines.append("# EOF")
        return lines.joined(separator: "\n") + "\n"
    }

    private func gauge(
        _ name: String, _ help: String, _ lines: inout [String], samples: () -> [(labels: String, value: Double)]
    ) {
        lines.append("# TYPE \(name) gauge")
        lines.append("# HELP \(name) \(help)")
        lines += samples().map { "\(name)\($0.labels) \($0.value)" }
    }

    /// Names of receivers are keys of the settings, without signs that a label would have to escape.
    private func perReceiver(_ value: (ReceiverSummary) -> Double) -> [(labels: String, value: Double)] {
        receivers.map { ("{receiver=\"\($0.receiver)\"}", value($0)) }
    }

    private func perPipeline(_ value: (PipelineView) -> Double?) -> [(labels: String, value: Double)] {
        views.compactMap { view in value(view).map { ("{pipeline=\"\(view.state.name)\"}", $0) } }
    }
}
