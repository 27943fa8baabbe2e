import MLOpsCore
import MLOpsSchedule

extension MutationWriter {
    /// A client that tries again for longer than a day is not the same client any more.
    static let replyLifetime: Duration = .seconds(86_400)
    static let repliesKept = 10_000

    mutating func keep(_ kept: KeptReply) throws {
        try run("DELETE FROM _reply WHERE kept_at < ?", (kept.keptAt - Self.replyLifetime).microseconds)
        try run("DELETE FROM _reply WHERE id <= (SELECT max(id) FROM _reply) - ?", Self.repliesKept)
        try run(
            "INSERT INTO _reply (key, fingerprint, reply, kept_at) VALUES (?, ?, ?, ?)", kept.key, kept.fingerprint,
            try RecordCoding.encode(kept.reply), kept.keptAt.microseconds)
    }
}
