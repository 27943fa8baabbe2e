import MLOpsLinux

/// Why a tracking server does not have what it was told.
struct MLflowProblem: Error, CustomStringConvertible {
    /// What the server calls it, for example `RESOURCE_ALREADY_EXISTS`; nil: it is not the server that says so.
    let code: String?
    let description: String
    /// Whether the same will never be taken.
    let isFinal: Bool

    static let exists = "RESOURCE_ALREADY_EXISTS"
    static let missing = "RESOURCE_DOES_NOT_EXIST"

    init(code: String? = nil, _ description: String, isFinal: Bool) {
        self.code = code
        self.description = description
        self.isFinal = isFinal
    }

    /// - Parameter answer: of a status that is no success.
    ///
    /// A refusal is final only when the server gives its own reason: what stands before it may say anything while it is
    /// away, and a missing permission can be given.
    init(_ path: String, status: Int, code: String?, message: String?) {
        let said = [code, message].compactMap { $0.map { UntrustedText.escape(String($0.prefix(300))) } }
        let passing = [401, 403, 408, 409, 425, 429].contains(status) || !(400...499).contains(status)
        self.init(
            code: code,
            "\(path): it answered with status \(status)" + said.map { ": \($0)" }.joined(),
            isFinal: code != nil && !passing)
    }
}
