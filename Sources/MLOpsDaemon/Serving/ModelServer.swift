import FoundationEssentials
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// Starts servers of one pipeline and asks them whether they are ready.
struct ModelServer: Sendable {
    enum Answer: Hashable, Sendable {
        case ready
        case problem(String)
        /// There is nobody left to ask.
        case ended
    }

    private static let pause: useconds_t = 50_000
    private static let longestQuestion = Duration.seconds(5)
    private static let longestLog: Int64 = 256 << 20

    let directory: ServiceDirectory
    let shims: ServiceShims
    let store: ModelStore
    let base: BaseEnvironment
    /// nil: checks are processes below the daemon.
    var units: CommandUnits? = nil

    /// Starts a server in a room of its own.
    ///
    /// - Parameter ended: called once when it has ended, on any thread.
    func start(
        _ goal: ServiceGoal, in room: ServiceDirectory.Room, ended: @escaping @Sendable () -> Void
    ) throws(RunError) {
        do throws(LinuxError) {
            let record = directory.record(of: room)
            try directory.makeRecord(at: record)
            mkdir(directory.temporary(of: room), 0o700)
            if case .server(let number) = room { try keep(goal, number) }
            let (sockets, place) = try place(goal, room)
            var launch = ShimProcess.Launch(
                shim: shims.shim, recordDirectory: record,
                arguments: try arguments(goal.plan.service.arguments, goal, place),
                environment: environment(goal, room) + place.map { "\($0.name)=\($0.value)" })
            launch.workingDirectory = goal.plan.directory
            launch.stopTimeout = goal.plan.service.stopTimeout
            launch.maximumLogBytes = Self.longestLog
            try shims.start(launch, passing: sockets, ended: ended)
        } catch {
            throw RunError(error)
        }
    }

    /// Asks until the server is ready, has ended, or has had time enough.
    func waitUntilReady(_ goal: ServiceGoal, in room: ServiceDirectory.Room) -> Answer {
        let deadline = ContinuousClock.now + goal.plan.service.health.within
        var problem = "nobody answered"
        while true {
            guard ServiceShims.isRunning(directory.record(of: room)) else { return .ended }
            guard let found = self.problem(with: goal, in: room) else { return .ready }
            problem = found
            guard ContinuousClock.now < deadline else {
                return .problem(
                    "its health was not good within \(TimeSpan.format(goal.plan.service.health.within)): \(problem)")
            }
            usleep(Self.pause)
        }
    }

    /// Tries the model in a throw-away process, which has ended when this returns why it does not work, or nil.
    func rehearse(_ goal: ServiceGoal, _ number: Int64) -> String? {
        if let check = goal.plan.service.check { return problem(running: check, goal, number) }
        let room = ServiceDirectory.Room.rehearsal(number)
        let record = directory.record(of: room)
        do throws(RunError) {
            try start(goal, in: room) {}
        } catch {
            return "\(error)"
        }
        let answer = waitUntilReady(goal, in: room)
        let end = answer == .ended ? ServiceShims.endText(record) : ""
        ServiceShims.end(record, within: goal.plan.service.stopTimeout + .seconds(5))
        // What is left of it is removed with what comes later.
        try? TreeRemoval.remove(record)
        return switch answer {
        case .ready: nil
        case .problem(let problem): "a server that was tried with \(goal.version) does not work: \(problem)"
        case .ended: "a server that was tried with \(goal.version) ended: \(end)"
        }
    }

    /// What the relay is told about where a server listens.
    func place(of number: Int64, _ plan: ServicePlan) -> String? {
        let room = ServiceDirectory.Room.server(number)
        switch plan.service.handover {
        case .socket: return "unix \(room.name)/socket"
        case .port: return port(of: room).map { "port \($0)" }
        }
    }

    /// What a server that lives was started for; nil: that can not be told.
    func goal(of number: Int64) -> ServiceGoal? {
        // A server of an unknown goal is replaced, which is safe.
        guard let bytes = try? DurableFile.read(directory.goal(of: number), maximumBytes: 1 << 20) else { return nil }
        return try? JSONDecoder().decode(ServiceGoal.self, from: Data(bytes))  // the same: one of an unknown goal
    }

    private func keep(_ goal: ServiceGoal, _ number: Int64) throws(LinuxError) {
        let path = directory.goal(of: number)
        let bytes: Data
        do { bytes = try JSONEncoder().encode(goal) } catch {
            throw LinuxError("write", path, .malformed("\(error)"))
        }
        try DurableFile.write(bytes, to: path)
    }

    private func place(
        _ goal: ServiceGoal, _ room: ServiceDirectory.Room
    ) throws(LinuxError) -> ([Descriptor], [Parameter]) {
        switch goal.plan.service.handover {
        case .socket:
            let listener = try ListeningSocket.unix(path: directory.socket(of: room), mode: 0o600)
            return (
                [listener],
                [
                    Parameter(name: "LISTEN_FDS", value: "1"), Parameter(name: "LISTEN_PID", value: "0000000000"),
                    Parameter(name: "LISTEN_FDNAMES", value: "http"),
                ]
            )
        case .port:
            guard let port = ListeningSocket.port(of: try ListeningSocket.tcp(host: "127.0.0.1", port: 0)) else {
                throw LinuxError("find", "a free port", .malformed("there is none"))
            }
            try DurableFile.write("\(port)".utf8, to: directory.port(of: room))
            return ([], [Parameter(name: "PORT", value: "\(port)")])
        }
    }

    private func port(of room: ServiceDirectory.Room) -> UInt16? {
        // Without it there is nobody to ask.
        (try? DurableFile.read(directory.port(of: room), maximumBytes: 16)).flatMap {
            UInt16(String(decoding: $0, as: UTF8.self))
        }
    }

    private func problem(with goal: ServiceGoal, in room: ServiceDirectory.Room) -> String? {
        let health = goal.plan.service.health
        let question: HTTPQuestion?
        switch goal.plan.service.handover {
        case .socket: question = HTTPQuestion(socket: directory.socket(of: room), path: health.path)
        case .port: question = port(of: room).flatMap { HTTPQuestion("http://127.0.0.1:\($0)\(health.path)") }
        }
        guard let question else { return "it has no place" }
        do throws(LinuxError) {
            let answer = try question.ask(timeout: Self.longestQuestion)
            guard (200...299).contains(answer.status) else { return "\(health.path) answers with \(answer.status)" }
            guard health.names == .version, !answer.text.contains("\(goal.version)") else { return nil }
            return "the answer of \(health.path) does not name \(goal.version)"
        } catch {
            return "\(error)"
        }
    }

    private func problem(running check: [String], _ goal: ServiceGoal, _ number: Int64) -> String? {
        let name = "the check of \(goal.version)"
        do throws(LinuxError) {
            let request = SpawnRequest(
                arguments: try arguments(check, goal, []), environment: environment(goal, .rehearsal(number)),
                workingDirectory: goal.plan.directory)
            let outcome = try PipelineCommand(
                request: request, timeout: goal.plan.service.health.within, units: units, owner: .daemon
            ).run()
            if outcome.isSuccess { return nil }
            let said = UntrustedText.escape(outcome.lastLine)
            return outcome.hasTimedOut ? "\(name) did not end in time" : "\(name) failed: \(said)"
        } catch {
            return "\(name) failed: \(error)"
        }
    }

    private func arguments(
        _ list: [String], _ goal: ServiceGoal, _ place: [Parameter]
    ) throws(LinuxError) -> [String] {
        var values = goal.plan.parameters
        values.append(Parameter(name: "version", value: "\(goal.version)"))
        values.append(Parameter(name: "model", value: store.directory(of: goal.version)))
        values += place.filter { $0.name == "PORT" }.map { Parameter(name: "port", value: $0.value) }
        var filled = Array(list.prefix(1))
        for argument in list.dropFirst() {
            do throws(ArgumentTemplate.Fault) {
                filled.append(try ArgumentTemplate(argument).filled(with: values))
            } catch {
                throw LinuxError("fill", argument, .malformed(error.problem))
            }
        }
        return filled
    }

    private func environment(_ goal: ServiceGoal, _ room: ServiceDirectory.Room) -> [String] {
        var variables = base.variables
        variables += [
            ("MLOPS_PIPELINE", goal.version.pipeline.text), ("MLOPS_VERSION", "\(goal.version)"),
            ("MLOPS_MODEL", store.directory(of: goal.version)), ("MLOPS_TARGET", goal.plan.target),
            ("MLOPS_PREDICTIONS", goal.plan.log ?? ""),
        ]
        switch room {
        case .server(let number): variables += [("MLOPS_GENERATION", "\(number)"), ("MLOPS_REHEARSAL", "")]
        case .rehearsal: variables += [("MLOPS_GENERATION", ""), ("MLOPS_REHEARSAL", "1")]
        }
        variables += goal.plan.parameters.map { ("MLOPS_PARAM_" + StepEnvironment.name($0.name), $0.value) }
        // A check has no room.
        let temporary = directory.temporary(of: room)
        if access(temporary, F_OK) == 0 { variables.append(("TMPDIR", temporary)) }
        return variables.map { "\($0.name)=\($0.value)" }
    }
}
