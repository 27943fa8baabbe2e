import Dispatch
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// The intake thread: the only owner of what is known of datasets, and the only reader of the mailbox.
final class IntakeLoop {
    private let context: IntakeContext
    private let mailbox: Mailbox<IntakeMessage>
    private var datasets: [DatasetKey: DatasetIntake] = [:]
    /// Those whose index could not be read when they were configured.
    private var waiting: [DatasetSetup] = []
    private var retryAt: Int64?

    init(context: IntakeContext, mailbox: Mailbox<IntakeMessage>) {
        self.context = context
        self.mailbox = mailbox
    }

    func run() {
        while true {
            var isStopping = false
            for message in mailbox.takeAll(within: patience) {
                if case .stop = message { isStopping = true }
                handle(message)
            }
            if isStopping { return close() }
            if let retryAt, retryAt <= context.now.uptime { configureWaiting() }
            for dataset in datasets.values {
                dataset.passTime()
                // With nothing else to do there is nothing to wait for.
                dataset.flushUnlessHeld()
                dataset.rest()
            }
        }
    }

    /// nil: nothing is due by itself.
    private var patience: Duration? {
        let deadlines = datasets.values.compactMap(\.nextDeadline) + [retryAt].compactMap(\.self)
        return deadlines.min().map { .microseconds(max(0, $0 - context.now.uptime)) }
    }

    private func handle(_ message: IntakeMessage) {
        switch message {
        case .configure(let setups): configure(setups)
        case .watched: for event in context.watches.watcher?.events.takePending() ?? [] { handle(event) }
        case .pretended(let events): for event in events { handle(event) }
        case .rescan(let withDoubts): rescan(withDoubts: withDoubts)
        case .wake, .stop: break
        case .inspect(let answer):
            answer(datasets.values.map(\.status))
        case .resolved(let key, let root): datasets[key]?.resolved(root)
        case .scanned(let key, let portion):
            guard let dataset = datasets[key] else { return portion.release() }
            dataset.take(portion)
        case .scanEnded(let key, let end): datasets[key]?.scanEnded(end)
        case .examined(let key, let examination): datasets[key]?.examined(examination)
        case .batchJudged(let key, let judgement): datasets[key]?.batchJudged(judgement)
        }
    }

    private func handle(_ event: WatchEvent) {
        switch event {
        case .changed(let change): for dataset in users(of: change.root) { dataset.changed(change) }
        case .armed(let root):
            context.watches.note(root, isArmed: true)
            for dataset in users(of: root) { dataset.trust() }
        case .lost(let root, let reason):
            context.watches.note(root, isArmed: false)
            for dataset in users(of: root) { dataset.lost(reason) }
        case .incomplete(let root, let path, let error):
            for dataset in users(of: root) { dataset.incomplete(path, error) }
        case .overflow: for dataset in datasets.values where dataset.watchRoot != nil { dataset.noteLostEvents() }
        }
    }

    private func users(of root: WatchRoot) -> [DatasetIntake] {
        context.watches.users(of: root).compactMap { datasets[$0] }
    }

    private func configure(_ setups: [DatasetSetup]) {
        let keys = Set(setups.map(\.key))
        for (key, dataset) in datasets where !keys.contains(key) {
            dataset.close()
            datasets[key] = nil
        }
        waiting = []
        for setup in setups { configure(setup) }
    }

    private func configure(_ setup: DatasetSetup) {
        if let dataset = datasets[setup.key] {
            guard dataset.setup == setup else { return dataset.reconfigure(setup) }
            return dataset.refresh()
        }
        do throws(StoreError) {
            datasets[setup.key] = try DatasetIntake(setup, context: context)
        } catch {
            waiting.append(setup)
            retryAt = context.now.uptime + 1_000_000
            context.effects.log.error("cannot read the index of dataset \"\(setup.key)\": \(error); trying again")
        }
    }

    private func configureWaiting() {
        retryAt = nil
        let setups = waiting
        waiting = []
        for setup in setups { configure(setup) }
    }

    private func rescan(withDoubts: Bool) {
        for dataset in datasets.values {
            if withDoubts { dataset.outbox.forgetUnconfirmed() }
            dataset.refresh()
        }
    }

    private func close() {
        for dataset in datasets.values { dataset.close() }
        datasets = [:]
        for case .inspect(let answer) in mailbox.close() { answer([]) }
    }
}
