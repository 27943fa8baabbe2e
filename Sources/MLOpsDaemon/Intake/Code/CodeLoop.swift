import Dispatch
import Logging
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// The code thread: the only owner of what is known of pipelines' code.
final class CodeLoop {
    private static let watchedRescan = Duration.seconds(900)
    private static let polledRescan = Duration.seconds(60)

    private let effects: IntakeEffects
    private let watches: WatchRegistry<PipelineName>
    private let mailbox: Mailbox<CodeMessage>
    private let queue = DispatchQueue(label: "mlopsd.code.reading", qos: .utility)
    private var pipelines: [PipelineName: PipelineCode] = [:]

    init(effects: IntakeEffects, watches: WatchRegistry<PipelineName>, mailbox: Mailbox<CodeMessage>) {
        self.effects = effects
        self.watches = watches
        self.mailbox = mailbox
    }

    func run() {
        while true {
            for message in mailbox.takeAll(within: patience) {
                if case .stop = message { return }
                handle(message)
            }
            let uptime = effects.now().uptime
            for (name, code) in pipelines where !code.isReading && code.dueAt <= uptime { survey(name) }
        }
    }

    private var patience: Duration? {
        let due = pipelines.values.filter { !$0.isReading }.map(\.dueAt).min()
        return due.map { .microseconds(max(0, $0 - effects.now().uptime)) }
    }

    private func handle(_ message: CodeMessage) {
        switch message {
        case .configure(let definitions): configure(definitions)
        case .watched: for event in watches.watcher?.events.takePending() ?? [] { handle(event) }
        case .surveyed(let name, let survey): take(survey, of: name)
        case .rescan: for name in pipelines.keys { look(at: name, after: .zero) }
        case .wake, .stop: break
        }
    }

    private func handle(_ event: WatchEvent) {
        switch event {
        case .changed(let change):
            for name in watches.users(of: change.root) where pipelines[name]?.concerns(change) == true {
                look(at: name, after: pipelines[name]?.settle ?? .zero)
            }
        case .armed(let root): touch(root)
        case .lost(let root, _): touch(root)
        case .incomplete(let root, _, let error):
            for name in watches.users(of: root) where pipelines[name]?.isPartlyWatched == false {
                pipelines[name]?.isPartlyWatched = true
                effects.log.warning("the code of pipeline \"\(name)\" is not watched as a whole: \(error)")
            }
            touch(root)
        case .overflow: for name in pipelines.keys { look(at: name, after: pipelines[name]?.settle ?? .zero) }
        }
    }

    private func touch(_ root: WatchRoot) {
        for name in watches.users(of: root) { look(at: name, after: pipelines[name]?.settle ?? .zero) }
    }

    /// Rest begins anew with every change.
    private func look(at name: PipelineName, after rest: Duration) {
        guard var code = pipelines[name] else { return }
        let due = effects.now().uptime + rest.microseconds
        code.wasDisturbed = code.isReading || code.wasDisturbed
        code.dueAt = code.observed == nil ? min(code.dueAt, due) : due
        pipelines[name] = code
    }

    private func configure(_ definitions: [PipelineDefinition]) {
        let former = pipelines
        pipelines = [:]
        for definition in definitions {
            guard let selection = CodeSelection(definition) else { continue }
            var code = PipelineCode(
                definition, selection: selection, root: PipelineCode.resolve(definition.directory),
                at: effects.now().uptime)
            if let known = former[definition.name], known.selection == selection { code.digests = known.digests }
            pipelines[definition.name] = code
            for root in code.roots { _ = watches.use(root, by: definition.name) }
        }
        for (name, code) in former {
            for root in code.roots { watches.leave(root, by: name) }
        }
    }

    private func survey(_ name: PipelineName) {
        guard var code = pipelines[name] else { return }
        code.isReading = true
        code.wasDisturbed = false
        pipelines[name] = code
        let reading = CodeReading(code)
        let mailbox = mailbox
        queue.async { mailbox.post(.surveyed(name, reading.survey())) }
    }

    private func take(_ survey: CodeSurvey, of name: PipelineName) {
        guard var code = pipelines[name], code.directory == survey.directory else { return }
        defer { pipelines[name] = code }
        code.isReading = false
        let uptime = effects.now().uptime
        if code.wasDisturbed {
            // Some of it may be of before and some of after the change.
            code.dueAt = max(code.dueAt, uptime)
            return
        }
        let interval = code.isPartlyWatched || watches.watcher == nil ? Self.polledRescan : Self.watchedRescan
        code.dueAt = uptime + interval.microseconds
        switch survey.outcome {
        case .complete(let files): tell(files, of: &code)
        case .failed(let reason):
            code.dueAt = uptime + Self.polledRescan.microseconds
            guard reason != code.failure else { return }
            code.failure = reason
            effects.log.warning("cannot read the code of pipeline \"\(name)\": \(reason); trying again every minute")
        }
    }

    private func tell(_ files: CodeFiles, of code: inout PipelineCode) {
        code.failure = nil
        code.digests = files.digests
        let digest = files.digest
        guard digest != code.observed?.digest else { return }
        let summary = files.summary(since: code.observed)
        code.observed = files
        effects.send(.codeObserved(code.name, digest: digest, summary: summary))
    }
}
