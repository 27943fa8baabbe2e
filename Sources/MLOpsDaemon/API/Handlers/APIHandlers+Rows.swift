import FoundationEssentials
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    /// Takes rows in as if they had stood in a file; the answer comes when they are on the disk.
    func takeRows(
        _ role: SourceFile.Role, _ name: PipelineName, _ body: RowsBody, _ demander: Demander
    ) async throws -> Response {
        guard let definition = try await view(of: name).definition, let predictions = definition.predictions else {
            throw APIFailure(
                .unprocessableContent, .invalid, "pipeline \"\(name)\" does not say what its predictions are",
                hint: "add predictions: to its definition; see mlopsd.pipeline(5)")
        }
        if role == .labels, predictions.labels == nil {
            throw APIFailure(
                .unprocessableContent, .invalid, "pipeline \"\(name)\" has its labels in the log of predictions",
                hint: "send them with the predictions, or name a directory for labels")
        }
        guard let store = services.predictions(name) else {
            throw APIFailure(.serviceUnavailable, .unavailable, "the predictions of \"\(name)\" are not open yet")
        }
        let history = try ChampionHistory(of: name, in: services.store)
        let rows = SentRows(role: role, predictions: predictions, now: services.now().wall.microseconds)
        let sent = try rows.batch(body, try store.secret(), champion: history.champion)
        var batch = sent.batch
        if let key = demander.key {
            batch.reply = KeptIngestReply(key: key.text, digest: key.fingerprint, at: rows.now)
        }
        let (taken, windows) = (batch, predictions.grid)
        let tally = try await services.longRead { _ throws(StoreError) in
            try Self.take(taken, windows, into: store)
        }
        guard let tally else {
            throw APIFailure(.conflict, .keyReused, "the Idempotency-Key was used for other rows")
        }
        return try Response(json: RowsReply(join: JoinValue(tally), rejections: sent.rejections))
    }

    /// Returns nil when the key belongs to another batch.
    static func take(
        _ batch: IngestBatch, _ windows: WindowGrid, into store: PredictionStore
    ) throws(StoreError) -> JoinTally? {
        guard let reply = batch.reply else { return try store.take(batch, windows: windows) }
        if let known = try store.reply(reply.key) { return known.digest == reply.digest ? known.tally : nil }
        do throws(StoreError) { return try store.take(batch, windows: windows) } catch {
            // The same key at the same time: one of both was first.
            guard error.code == .conflict, let known = try store.reply(reply.key) else { throw error }
            return known.digest == reply.digest ? known.tally : nil
        }
    }
}
