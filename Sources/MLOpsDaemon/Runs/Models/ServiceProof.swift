import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Lets what serves a model take the one at the target, and asks it whether it works.
struct ServiceProof: Sendable {
    let store: ModelStore
    let base: BaseEnvironment
    var units: CommandUnits? = nil

    private static let reloadTimeout = Duration.seconds(60)
    /// Between two questions that were not answered well.
    private static let pause = Duration.milliseconds(200)
    /// One question may not use up all the time.
    private static let longestQuestion = Duration.seconds(5)
    /// One that begins in time may end later: what is wrong with an answer tells more than that there is none.
    var shortestQuestion = Duration.seconds(1)

    /// - Parameter version: what is at the target; nil: nothing is.
    /// - Returns: Why it is not known to work; nil: it works, as far as there is a way to know.
    func doubt(about version: ModelVersionID?, of deployment: Deployment) -> String? {
        guard let hooks = deployment.hooks else { return nil }
        let place = Place(version: version, deployment: deployment, hooks: hooks)
        if let reload = hooks.reload, let problem = problem(running: reload, at: place, for: Self.reloadTimeout) {
            return "reload failed: \(problem)"
        }
        guard let probe = hooks.probe, version != nil else { return nil }
        return problem(probe, place).map { "the probe was not answered within \(TimeSpan.format(probe.within)): \($0)" }
    }

    /// Asks once, and returns what is wrong with the answer of the deployment's version; nil: it is well.
    func problem(with deployment: Deployment) -> String? {
        guard let hooks = deployment.hooks, let probe = hooks.probe else { return nil }
        let place = Place(version: deployment.version, deployment: deployment, hooks: hooks)
        return problem(asking: probe.question, place, for: Self.longestQuestion)
    }

    private struct Place {
        let version: ModelVersionID?
        let deployment: Deployment
        let hooks: Shared<Deployment.Hooks>
    }

    private func problem(_ probe: Probe, _ place: Place) -> String? {
        let clock = ContinuousClock()
        let deadline = clock.now + probe.within
        while true {
            let left = min(Self.longestQuestion, max(deadline - clock.now, shortestQuestion))
            guard let problem = problem(asking: probe.question, place, for: left) else { return nil }
            guard clock.now + Self.pause < deadline else { return problem }
            usleep(UInt32(Self.pause.components.attoseconds / 1_000_000_000_000))
        }
    }

    private func problem(asking question: Probe.Question, _ place: Place, for timeout: Duration) -> String? {
        switch question {
        case .command(let arguments): problem(running: arguments, at: place, for: timeout)
        case .file(let path, let text): problem(withFile: path, text.map { fill($0, place) })
        case .http(let url, let status, let body):
            problem(asking: fill(url, place), status, body.map { fill($0, place) }, for: timeout)
        }
    }

    private func problem(asking url: String, _ status: Int?, _ body: String?, for timeout: Duration) -> String? {
        do {
            let answer = try HTTPExchange(timeout: timeout, units: units).send(to: url, headers: [], body: nil)
            guard status.map({ $0 == answer.status }) ?? (200...299).contains(answer.status) else {
                return "it answered with status \(answer.status)"
            }
            if let body, !answer.body.contains(body) { return "\"\(UntrustedText.escape(body))\" is not in its answer" }
            return nil
        } catch {
            return "\(error)"
        }
    }

    private func problem(withFile path: String, _ text: String?) -> String? {
        do throws(LinuxError) {
            let content = try DurableFile.read(path, maximumBytes: 1 << 20)
            guard let text, !String(decoding: content, as: UTF8.self).contains(text) else { return nil }
            return "\"\(UntrustedText.escape(text))\" is not in \"\(UntrustedText.escape(path))\""
        } catch {
            return "\(error)"
        }
    }

    private func problem(running arguments: [String], at place: Place, for timeout: Duration) -> String? {
        do {
            let request = SpawnRequest(
                arguments: arguments.map { fill($0, place) }, environment: environment(place),
                workingDirectory: place.hooks.directory)
            let outcome = try PipelineCommand(request: request, timeout: timeout, units: units, owner: .daemon).run()
            if outcome.isSuccess { return nil }
            let said = UntrustedText.escape(outcome.lastLines)
            return outcome.endText + (said.isEmpty ? "" : ": \(said)")
        } catch {
            return "\(error)"
        }
    }

    private func environment(_ place: Place) -> [String] {
        let previous = place.version == place.deployment.version ? place.deployment.replaced : place.deployment.version
        let variables =
            base.variables + [
                ("MLOPS_PIPELINE", place.deployment.pipeline.text),
                ("MLOPS_VERSION", place.version?.description ?? ""),
                ("MLOPS_MODEL", place.version.map(store.directory) ?? ""),
                ("MLOPS_TARGET", place.deployment.target ?? ""),
                ("MLOPS_PREVIOUS", previous.map(store.directory) ?? ""),
            ]
        return variables.map { "\($0.name)=\($0.value)" }
    }

    private func fill(_ text: String, _ place: Place) -> String {
        text.split(separator: "{version}", omittingEmptySubsequences: false)
            .joined(separator: place.version?.description ?? "")
    }
}

extension CommandOutcome {
    /// The last line that says something, of the error output if there is any.
    var lastLine: String { last(1) }

    /// The last three lines that say something: programs that ask others give the cause first, and then where to look.
    var lastLines: String { last(3) }

    private func last(_ count: Int) -> String {
        let said = errorOutput.isEmpty ? output : errorOutput
        let lines = said.split(separator: UInt8(ascii: "\n")).filter { $0.contains { $0 > 0x20 } }
        return lines.suffix(count).map { String(decoding: $0.prefix(300), as: UTF8.self) }.joined(separator: " | ")
    }

    var endText: String {
        if hasTimedOut { return "it did not end in time" }
        return switch end {
        case .exited(let code): "it exited with status \(code)"
        case .signaled(let signal, _): "it was killed by signal \(signal)"
        case .unknown: "its end is not known"
        }
    }
}
