import Glibc
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import ServiceLifecycle

/// Tells the service manager how the daemon does: ready, reloading, stopping, one line of status, and that it lives.
struct ServiceReporter: Service {
    /// How often the line is renewed when nothing happens: it names times that pass.
    private static let renewal: Duration = .seconds(60)

    let services: APIServices
    private let notifier = ServiceNotifier()

    init(services: APIServices) { self.services = services }

    func ready() async { notifier.ready(status: await status()) }

    /// Between the two the manager shows that the daemon reloads.
    func reloading<Value>(_ reload: () async -> Value) async -> Value {
        notifier.reloading()
        let value = await reload()
        await ready()
        return value
    }

    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            // Who did not ask to be told costs nothing.
            if getenv("NOTIFY_SOCKET") != nil {
                group.addTask { await tellChanges() }
                group.addTask { for await _ in services.health.changes { notifier.status(await status()) } }
                group.addTask { await repeated(every: Self.renewal) { notifier.status(await status()) } }
                if let interval = notifier.watchdogInterval {
                    group.addTask { await repeated(every: interval / 2, proveLife) }
                }
            }
            try? await gracefulShutdown()  // It throws when it is cancelled, which ends it as well.
            notifier.stopping()
            group.cancelAll()
        }
    }

    /// Only a loop that took a question and a record that was read prove anything; a timer alone does not.
    ///
    /// A record that answers with an error is told of elsewhere: to start again would not mend it.
    private func proveLife() async {
        guard (try? await services.inbox.inspect { _, _ in }) != nil else { return }  // it stops
        let now = services.now().wall
        // As said.
        _ = try? await services.longRead { store throws(StoreError) in
            try store.countFailures(since: now)
        }
        notifier.watchdog()
    }

    private func tellChanges() async {
        for await line in services.feed.lines(after: nil) where line.run != nil { notifier.status(await status()) }
    }

    private func repeated(every interval: Duration, _ action: () async -> Void) async {
        while !Task.isCancelled {
            await action()
            // Cancelled: the loop ends.
            try? await Task.sleep(for: interval)
        }
    }

    private func status() async -> String {
        // What can not be told now is told next time.
        let counts = try? await services.inbox.inspect { orchestrator, _ in
            (orchestrator.pipelineStates.count { $0.disabled == nil }, orchestrator.activeRuns)
        }
        guard let (pipelines, runs) = counts else { return "stopping" }
        var parts = [Int64(pipelines).counted("pipeline"), Int64(runs.count).counted("run") + " active"]
        if let run = runs.first, runs.count == 1 { parts[1] += " (\(run.pipeline) \(run.id))" }
        // A record that fails is told elsewhere.
        let failures = try? services.store.runs(RunFilter(outcome: .failed), Page(limit: 1))  // The line says less.
        if let failure = failures?.first, let endedAt = failure.endedAt {
            let seconds = Double((services.now().wall - endedAt).microseconds) / 1_000_000
            parts.append("last failure \(SpanText.rough(seconds: seconds)) ago")
        }
        if let reason = services.health.reasons.first { parts.append("degraded: \(reason.detail)") }
        return parts.joined(separator: ", ")
    }
}
