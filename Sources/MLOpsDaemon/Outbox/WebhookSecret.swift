import FoundationEssentials

/// The secret of a webhook: `whsec_` and 24 to 64 bytes in base64, in a credential.
struct WebhookSecret: Sendable {
    let credential: Credential

    func read() throws(OutboxProblem) -> [UInt8] {
        let text = try credential.text().filter { !$0.isWhitespace }
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let key = Data(base64Encoded: encoded), (24...64).contains(key.count) else {
            throw OutboxProblem(
                "the credential \"\(credential.name)\" is no secret of a webhook: whsec_ and 24 to 64 bytes in base64")
        }
        return Array(key)
    }
}
