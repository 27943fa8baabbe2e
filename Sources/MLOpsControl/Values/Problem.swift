/// An error as RFC 9457 describes it, sent as `application/problem+json`.
///
/// `code` is stable and made for programs; `detail` and `hint` are made for people and may change.
package struct Problem: Codable, Sendable, Hashable, Error {
    /// `about:blank`: the meaning is in `code`.
    package var type: String
    package var title: String
    /// The HTTP status.
    package var status: Int
    /// One sentence: what could not be done and why.
    package var detail: String
    package var code: ProblemCode
    /// What to do about it, where that can be said.
    package var hint: String?
    /// RFC 6901 pointer to the offending member of the request body.
    package var pointer: String?

    package init(
        type: String, title: String, status: Int, detail: String, code: ProblemCode, hint: String? = nil,
        pointer: String? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.code = code
        self.hint = hint
        self.pointer = pointer
    }
}
