package import MLOpsSchedule

/// The reply to a demand that came with a key, kept so that the same demand again gets it instead of a second effect.
package struct KeptReply: Hashable, Sendable, Codable {
    package var key: String
    /// Digest of who demanded what; another one under the same key is refused.
    package var fingerprint: String
    package var reply: Reply
    package var keptAt: Instant

    package init(key: String, fingerprint: String, reply: Reply, keptAt: Instant) {
        self.key = key
        self.fingerprint = fingerprint
        self.reply = reply
        self.keptAt = keptAt
    }
}
