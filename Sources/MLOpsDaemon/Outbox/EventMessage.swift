import FoundationEssentials
import MLOpsControl
import MLOpsCore
import MLOpsSchedule
import MLOpsStore

/// An event as webhooks and programs get it: thin, who wants more asks the API.
struct EventMessage: Encodable {
    struct Content: Encodable {
        let pipeline: String
        let text: String
        let trigger: String?
        let run: String?
        let step: String?
        let version: String?
        let decision: String?
    }

    /// The same for every attempt to deliver the event.
    let id: String
    /// `mlopsd.run-failed`.
    let type: String
    let timestamp: Timestamp
    let data: Content

    init(_ event: OutgoingEvent) {
        let notice = event.notice
        id = "msg_\(String(event.happenedAt.microseconds, radix: 36))_\(event.id)"
        type = "mlopsd.\(notice.kind.word)"
        timestamp = Timestamp(event.happenedAt)
        data = Content(
            pipeline: notice.pipeline.text, text: notice.text, trigger: notice.trigger?.text,
            run: notice.run?.description, step: notice.step?.text, version: notice.version?.description,
            decision: notice.decision?.description)
    }

    var json: [UInt8] {
        get throws { Array(try ControlJSON.encode(self)) }
    }
}
