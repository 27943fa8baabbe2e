import ArgumentParser
import MLOpsControl

/// Names that the daemon knows, for a shell that completes them: at once or not at all, and never with a message.
enum LiveCompletion {
    static let pipelines = CompletionKind.custom { words, _, _ in
        await names(words, .pipelines) { (pipelines: [PipelineSummary]) in pipelines.map(\.name) }
    }

    static let runs = CompletionKind.custom { words, _, _ in
        await names(words, .runs) { (runs: [RunSummary]) in runs.map(\.id) }
    }

    static let activeRuns = CompletionKind.custom { words, _, _ in
        await names(words, .runs, query: [("outcome", "active")]) { (runs: [RunSummary]) in runs.map(\.id) }
    }

    static let versions = CompletionKind.custom { words, _, _ in
        await names(words, .models) { (versions: [ModelVersionSummary]) in versions.map(\.id) }
    }

    static let triggers = CompletionKind.custom { words, _, _ in
        await names(words, .triggers) { (triggers: [TriggerSummary]) in
            triggers.flatMap { [$0.pipeline, "\($0.pipeline)/\($0.trigger)"] }.uniqued
        }
    }

    /// A person waits for it with a finger on the key.
    private static let patienceSeconds = 0.2

    private static func names<Value: Decodable & Sendable>(
        _ words: [String], _ route: Route, query: [(name: String, value: String?)] = [],
        _ names: (Value) -> [String]
    ) async -> [String] {
        guard let options = options(in: words), options.host == nil else { return [] }
        let client = ControlClient(endpoint: options.endpoint, timeoutSeconds: patienceSeconds)
        // Without a daemon there is nothing to complete, and a message would be printed into the command line.
        guard let value: Value = try? await client.get(route, query: query) else { return [] }
        return names(value).filter { $0 == $0.printable }
    }

    /// Finds the options that say which daemon is meant in an unfinished command line.
    private static func options(in words: [String]) -> CommonOptions? {
        var kept: [String] = []
        for (index, word) in words.enumerated() {
            switch word {
            case "--user": kept.append(word)
            case "--socket", "-H", "--host":
                if index + 1 < words.count { kept += [word, words[index + 1]] }
            case _ where word.hasPrefix("--socket=") || word.hasPrefix("--host="): kept.append(word)
            default: break
            }
        }
        // What is half typed can not be parsed yet.
        return try? CommonOptions.parse(kept)
    }
}

extension Sequence where Element: Hashable {
    fileprivate var uniqued: [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}
