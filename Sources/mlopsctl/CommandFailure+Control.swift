import MLOpsControl

extension CommandFailure {
    /// Says what a failed request means to the person who typed the command.
    init(_ error: ControlError, isUserInstance: Bool) {
        switch error {
        case .unreachable(let socket, let cause, let isPermission, let hint):
            let usual =
                isPermission
                ? "members of the group mlopsd may ask the daemon: sudo usermod -aG mlopsd $USER"
                : "is mlopsd.service running? systemctl \(isUserInstance ? "--user " : "")status mlopsd"
            self.init(
                isPermission ? .notPermitted : .unreachable, "cannot connect to \(socket): \(cause)",
                hints: [hint ?? usual])
        case .timedOut(let seconds):
            self.init(
                .unreachable, "cannot get an answer: the daemon was silent for \(SpanText.duration(seconds: seconds))",
                hints: ["journalctl -u mlopsd tells what it is doing; mlopsctl doctor checks it"])
        case .interrupted(let cause):
            self.init(
                .unreachable, "cannot get the whole answer: \(cause)",
                hints: ["was mlopsd restarted? What it was asked may have been done; look before repeating it"])
        case .refused(let problem):
            self.init(Kind(problem), problem.detail, hints: problem.hint.map { [$0] } ?? [])
        case .unreadable(let cause):
            self.init(
                .internal, "cannot read the daemon's answer: \(cause)",
                hints: ["mlopsctl and mlopsd are of one version? mlopsctl version"])
        }
    }
}

extension CommandFailure.Kind {
    fileprivate init(_ problem: Problem) {
        switch problem.code {
        case .notFound: self = .notFound
        case .notPermitted: self = .notPermitted
        case .malformed, .invalid, .methodNotAllowed, .unsupportedMediaType: self = .usage
        case .unavailable: self = .unreachable
        case .internalError: self = .internal
        default: self = .negative
        }
    }
}
