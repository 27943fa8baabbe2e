import ArgumentParser
import MLOpsControl

/// Says what came of the wish to run something and, when that is wanted, waits for the run's end.
struct RunWaiter {
    let command: any ControlCommand
    let waiting: WaitOptions

    func finish(_ reply: RunReply) async throws {
        guard waiting.wait || waiting.propagate, reply.result != .explained else {
            return try command.console.show(reply) { RunReplyText.text(reply, $0) }
        }
        command.console.note(RunReplyText.line(reply))
        var patience = Patience(timeout: waiting.timeout?.duration)
        let run = try await startedRun(reply, &patience)
        let detail = try await endedRun(run, &patience)
        try command.console.show(detail) { RunPage.text(detail, $0) }
        let status = waiting.propagate ? detail.propagatedStatus : detail.run.outcome == .succeeded ? 0 : 1
        if status != 0 { throw ExitCode(status) }
    }

    private func startedRun(_ reply: RunReply, _ patience: inout Patience) async throws(CommandFailure) -> String {
        if let run = reply.run { return run }
        guard let id = reply.request else {
            throw CommandFailure(.internal, "the daemon named neither a run nor a request")
        }
        while true {
            if let detail: RequestDetail = try await command.getPatiently(.request, [id]) {
                if let run = detail.run { return run }
                guard detail.state == .pending else {
                    let why = detail.detail.map { ": \($0)" } ?? ""
                    throw CommandFailure(.negative, "the request \(id) is \(detail.state.rawValue)\(why)")
                }
            }
            try await patience.pause("the request \(id) still waits")
        }
    }

    private func endedRun(_ run: String, _ patience: inout Patience) async throws(CommandFailure) -> RunDetail {
        while true {
            if let detail: RunDetail = try await command.getPatiently(.run, [run]), detail.run.outcome != nil {
                return detail
            }
            try await patience.pause("the run \(run) has not ended")
        }
    }
}

extension RunDetail {
    /// What the failed step's last attempt ended with, as a shell would count it.
    fileprivate var propagatedStatus: Int32 {
        guard run.outcome != .succeeded else { return 0 }
        let last = steps.first { $0.state == .failed }?.attempts.last
        if let code = last?.exitCode, code != 0 { return code }
        return last?.signal.map { 128 + $0 } ?? 1
    }
}
