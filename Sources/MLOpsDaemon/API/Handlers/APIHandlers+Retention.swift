import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsStore

extension APIHandlers {
    func prune(_ body: PruneBody) async throws -> Response {
        let name = body.pipeline.map { PipelineName($0) }
        if let name { _ = try await view(of: name) }
        let isDry = body.dryRun ?? false
        let outcome = try await services.prune(name, isDry)
        return try Response(
            json: PruneResponse(
                isDryRun: isDry, runs: outcome.runs.map { .init(id: $0.id, bytes: $0.bytes) },
                models: outcome.models.map { .init(id: $0.id, bytes: $0.bytes) },
                held: outcome.held.map { .init(id: $0.id, reason: $0.reason) }))
    }

    func tag(_ id: ModelVersionID, _ name: String, _ body: TagBody) throws -> Response {
        _ = try recorded(id)
        let isName =
            (1...63).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || [0x2d, 0x2e, 0x5f].contains(byte)
            }
        guard isName else {
            throw APIFailure.malformed("\"\(name)\" is no tag: lower-case letters, digits, . _ and -, at most 63")
        }
        if let value = body.value { try RequestText.check(parameter: name, value) }
        try services.store.setTag(name, of: id, to: body.value)
        let text = body.value.map { "has the tag \(name)" + ($0.isEmpty ? "" : "=\($0)") } ?? "has no tag \(name)"
        return try Response(json: ActionReply(message: "model \(id) \(text)"))
    }
}
