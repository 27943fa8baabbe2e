import FoundationEssentials
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// A POST as Standard Webhooks defines it: `webhook-id` is the same for every attempt, so that a receiver can drop what
/// it has; `webhook-signature` proves where it comes from.
struct WebhookReceiver: Receiver {
    let poster: HTTPPoster
    /// nil: what it sends is not signed.
    let secret: WebhookSecret?
    /// Seconds since 1970, for the moment of the attempt.
    let now: @Sendable () -> Int64

    func take(_ event: OutgoingEvent) -> Delivery {
        do {
            let message = EventMessage(event)
            let body = try message.json
            return poster.post(body, try headers(message.id, body))
        } catch {
            return .failed("\(error)")
        }
    }

    private func headers(_ id: String, _ body: [UInt8]) throws -> [(name: String, value: String)] {
        let time = "\(now())"
        var headers = [("webhook-id", id), ("webhook-timestamp", time)]
        if let secret {
            let code = MessageCode.sha256(Array("\(id).\(time).".utf8) + body, key: try secret.read())
            headers.append(("webhook-signature", "v1,\(Data(code).base64EncodedString())"))
        }
        return headers.map { (name: $0.0, value: $0.1) }
    }
}
