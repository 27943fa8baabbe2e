import Dispatch
import Glibc
import Logging
import MLOpsCore
import MLOpsLinux
import Synchronization

/// Keeps the service of one pipeline: gives what happens to its `PredictionService`, and does what that says.
final class ServiceKeeper: Sendable {
    private struct State {
        var service = PredictionService()
        var lastTicket: Int64 = 0
        var waiting: [Int64: @Sendable (String?) -> Void] = [:]
        var isTimerSet = false
    }

    /// Records of servers that ended are kept for whoever looks for their last words.
    private static let recordsKept: Int64 = 5
    private static let drainPause: useconds_t = 50_000
    private static let relayPause = DispatchTimeInterval.milliseconds(200)

    private let pipeline: PipelineName
    private let directory: ServiceDirectory
    private let server: ModelServer
    private let tell: @Sendable (Notice) -> Void
    private let log: Logger
    private let state = Mutex(State())
    /// Events and effects, one after the other.
    private let queue: DispatchQueue
    /// All that waits.
    private let work: DispatchQueue
    private let relay: ServiceRelay

    init(
        _ pipeline: PipelineName, server: ModelServer, work: DispatchQueue, log: Logger,
        tell: @escaping @Sendable (Notice) -> Void
    ) {
        self.pipeline = pipeline
        self.server = server
        self.work = work
        self.log = log
        self.tell = tell
        directory = server.directory
        let queue = DispatchQueue(label: "mlopsd.serving.\(pipeline.text)", qos: .userInitiated)
        self.queue = queue
        let revival = Mutex<(@Sendable () -> Void)?>(nil)
        relay = ServiceRelay(directory: directory, shims: server.shims) {
            queue.asyncAfter(deadline: .now() + Self.relayPause) { revival.withLock { $0 }?() }
        }
        revival.withLock { $0 = { [weak self] in self?.reviveRelay() } }
        queue.async { [self] in adopt() }
    }

    var status: ServiceStatus { state.withLock { $0.service.status } }

    /// Takes an event into account, in turn.
    func send(_ event: ServiceEvent) {
        queue.async { [self] in take(event) }
    }

    /// Has the version served, and returns why it is not, or nil, when that is known; blocks the calling thread.
    ///
    /// - Parameters:
    ///   - goal: nil: nothing is to be served.
    ///   - isRestoring: it was served before the deployment that failed.
    func bring(_ goal: ServiceGoal?, isRestoring: Bool) -> String? {
        let answered = DispatchSemaphore(value: 0)
        let answer = Mutex<String?>(nil)
        let ticket = state.withLock { state in
            state.lastTicket += 1
            state.waiting[state.lastTicket] = { problem in
                answer.withLock { $0 = problem }
                answered.signal()
            }
            return state.lastTicket
        }
        send(isRestoring ? .restored(ticket: ticket, goal) : .tried(ticket: ticket, goal))
        answered.wait()
        return answer.withLock { $0 }
    }

    private func take(_ event: ServiceEvent) {
        let now = Moment.now
        for effect in state.withLock({ $0.service.handle(event, at: now) }) { perform(effect) }
        setTimer(at: now)
    }

    private func setTimer(at now: Moment) {
        let pause = state.withLock { state -> Duration? in
            guard !state.isTimerSet, let pause = state.service.pause(at: now) else { return nil }
            state.isTimerSet = true
            return pause
        }
        guard let pause else { return }
        let milliseconds =
            Int(pause.components.seconds) * 1000 + Int(pause.components.attoseconds / 1_000_000_000_000_000)
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds + 1)) { [self] in
            state.withLock { $0.isTimerSet = false }
            take(.ticked)
        }
    }

    private func perform(_ effect: ServiceEffect) {
        switch effect {
        case .rehearse(let number, let goal): rehearse(number, goal)
        case .start(let number, let goal): start(number, goal)
        case .point(let number): point(to: number)
        case .drain(let number, let goal): drain(number, goal)
        case .stop(let number): stop(number)
        case .close: relay.close()
        case .answer(let ticket, let problem): state.withLock { $0.waiting.removeValue(forKey: ticket) }?(problem)
        case .tell(let kind, let text, let version): tell(Notice(kind, pipeline, text, version: version))
        }
    }

    private func rehearse(_ number: Int64, _ goal: ServiceGoal) {
        do throws(LinuxError) {
            try relay.ensure(goal.plan.service.address)
        } catch {
            return take(.rehearsed(number, problem: "\(error)"))
        }
        work.async { [self] in send(.rehearsed(number, problem: server.rehearse(goal, number))) }
    }

    private func start(_ number: Int64, _ goal: ServiceGoal) {
        let room = ServiceDirectory.Room.server(number)
        do {
            try relay.ensure(goal.plan.service.address)
            try server.start(goal, in: room) { [self] in send(.ended(number, reason: endText(of: number))) }
        } catch {
            return send(.answered(number, problem: "\(error)"))
        }
        work.async { [self] in
            switch server.waitUntilReady(goal, in: room) {
            case .ready: send(.answered(number, problem: nil))
            case .problem(let problem): send(.answered(number, problem: problem))
            case .ended: break  // Told by the end itself.
            }
        }
    }

    private func endText(of number: Int64) -> String {
        ServiceShims.endText(directory.record(of: .server(number)))
    }

    private func point(to number: Int64) {
        do throws(LinuxError) {
            let goal = state.withLock { $0.service.generations.first { $0.number == number }?.goal }
            guard let goal, let place = server.place(of: number, goal.plan) else {
                throw LinuxError("lead to", "generation \(number)", .malformed("it has no place"))
            }
            try relay.point(to: number, at: place)
        } catch {
            send(.pointingFailed(number, reason: "\(error)"))
        }
    }

    /// Asked twice, because what the relay has just taken in may not have a server yet.
    private func drain(_ number: Int64, _ goal: ServiceGoal) {
        work.async { [self] in
            let deadline = ContinuousClock.now + goal.plan.service.drain
            var isEmpty = false
            while ContinuousClock.now < deadline {
                let count = relay.connections(to: number)
                if isEmpty, count == 0 { break }
                isEmpty = count == 0
                usleep(Self.drainPause)
            }
            send(.drained(number))
        }
    }

    private func stop(_ number: Int64) {
        let rooms = [ServiceDirectory.Room.rehearsal(number), .server(number)]
        // What can not be asked to end has ended.
        let asked = rooms.map { (try? ShimProcess.cancel(recordDirectory: directory.record(of: $0))) == .requested }
        prune(before: number)
        if !asked.contains(true) { send(.ended(number, reason: "it was stopped")) }
    }

    private func prune(before number: Int64) {
        for (room, old) in directory.rooms where old + Self.recordsKept < number {
            let record = directory.record(of: room)
            guard !ServiceShims.isRunning(record) else { continue }
            // What stays is tried again the next time.
            try? TreeRemoval.remove(record)
        }
    }

    private func reviveRelay() {
        guard relay.isWanted else { return }
        do throws(LinuxError) {
            try relay.revive()
            log.warning("the relay of \(pipeline.text) ended and was started again")
        } catch {
            log.error("cannot start the relay of \(pipeline.text): \(error); it is tried again")
            queue.asyncAfter(deadline: .now() + .seconds(1)) { [self] in reviveRelay() }
        }
    }

    /// Finds what an earlier daemon left.
    private func adopt() {
        let current = relay.generation
        var adopted: [ServiceEvent.Adopted] = []
        var last = current ?? 0
        for (room, number) in directory.rooms {
            last = max(last, number)
            guard ServiceShims.isRunning(directory.record(of: room)) else { continue }
            guard case .server = room, let goal = server.goal(of: number) else {
                // It has ended where it can not be asked.
                _ = try? ShimProcess.cancel(recordDirectory: directory.record(of: room))
                continue
            }
            adopted.append(.init(number: number, goal: goal))
        }
        take(.adopted(adopted, current: current, lastNumber: last))
        for server in adopted { follow(server) }
        guard let serving = adopted.first(where: { $0.number == current }) else { return }
        do throws(LinuxError) {
            try relay.ensure(serving.goal.plan.service.address)
        } catch {
            log.error("cannot start the relay of \(pipeline.text): \(error); it is tried with the next server")
        }
    }

    private func follow(_ server: ServiceEvent.Adopted) {
        let ended: @Sendable () -> Void = { [self] in
            send(.ended(server.number, reason: endText(of: server.number)))
        }
        do throws(LinuxError) {
            let record = directory.record(of: .server(server.number))
            if try !self.server.shims.adopt(record, ended: ended) { ended() }
        } catch {
            log.error("cannot watch the server of \(server.goal.version): \(error)")
        }
    }
}
