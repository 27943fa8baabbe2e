import HTTPTypes
import MLOpsControl
import MLOpsCore

/// Why a request gets a problem instead of an answer.
struct APIFailure: Error {
    let problem: Problem
    /// Seconds after which the same request may be answered; nil: nobody knows.
    let retryAfter: Int?

    init(
        _ status: HTTPResponse.Status, _ code: ProblemCode, _ detail: String, hint: String? = nil,
        pointer: String? = nil, retryAfter: Int? = nil
    ) {
        self.retryAfter = retryAfter
        problem = Problem(
            type: "about:blank", title: status.reasonPhrase, status: status.code, detail: detail, code: code,
            hint: hint, pointer: pointer)
    }

    init(_ refusal: Reply.Refusal) {
        switch refusal.code {
        case .notFound: self.init(.notFound, .notFound, refusal.text, hint: refusal.hint)
        case .conflict: self.init(.conflict, .conflict, refusal.text, hint: refusal.hint)
        case .invalid: self.init(.unprocessableContent, .invalid, refusal.text, hint: refusal.hint)
        case .keyReused: self.init(.conflict, .keyReused, refusal.text, hint: refusal.hint)
        }
    }

    init(_ error: StoreError) {
        self.init(.serviceUnavailable, .unavailable, error.description, hint: "mlopsctl doctor")
    }

    static func notFound(_ what: String, hint: String) -> APIFailure {
        APIFailure(.notFound, .notFound, "there is no \(what)", hint: hint)
    }

    static func malformed(_ text: String, pointer: String? = nil, hint: String? = nil) -> APIFailure {
        APIFailure(.badRequest, .malformed, text, hint: hint, pointer: pointer)
    }
}
