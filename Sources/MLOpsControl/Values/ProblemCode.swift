/// What kind of problem it is, made for programs.
///
/// Codes are only ever added.
package struct ProblemCode: RawRepresentable, Codable, Sendable, Hashable {
    package var rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    /// 400: the request could not be read; `pointer` names the member.
    package static let malformed = ProblemCode(rawValue: "malformed")
    /// 403: the peer on the socket may not do this.
    package static let notPermitted = ProblemCode(rawValue: "not-permitted")
    /// 404: there is no such thing, or no such route.
    package static let notFound = ProblemCode(rawValue: "not-found")
    /// 405: there is such a path, with another method.
    package static let methodNotAllowed = ProblemCode(rawValue: "method-not-allowed")
    /// 409: the thing is in a state that does not allow it.
    package static let conflict = ProblemCode(rawValue: "conflict")
    /// 409: the `Idempotency-Key` was used for another request.
    package static let keyReused = ProblemCode(rawValue: "key-reused")
    /// 413: the body is longer than any request needs.
    package static let tooLarge = ProblemCode(rawValue: "too-large")
    /// 415: the body is not `application/json`.
    package static let unsupportedMediaType = ProblemCode(rawValue: "unsupported-media-type")
    /// 422: understood, and not possible: an unknown parameter, a step that does not exist.
    package static let invalid = ProblemCode(rawValue: "invalid")
    /// 429: too many requests or streams at once.
    package static let tooMany = ProblemCode(rawValue: "too-many")
    /// 500: a fault of the daemon; its journal tells more.
    package static let internalError = ProblemCode(rawValue: "internal")
    /// 503: starting, stopping, or the record can not be written.
    package static let unavailable = ProblemCode(rawValue: "unavailable")
}
