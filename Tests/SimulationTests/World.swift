import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

/// A machine with producers, a watcher that misses things, an executor whose processes outlive the daemon, a store that
/// fails, people with demands, and a daemon that dies between any two effects.
///
/// Everything follows from the seed.
struct World {
    enum Process {
        case running
        case ended(AttemptEnd)
    }

    var random: SeededGenerator
    var agenda = Agenda()
    var now = Moment(wall: Instant(seconds: 1_795_392_000), uptime: 0, boot: "boot-0")
    /// nil: the daemon is down.
    var daemon: Orchestrator?
    var store = InMemoryMetadataStore()
    var definitions: [PipelineDefinition]
    let host = HostPolicy(maxRunningRuns: 2, machine: "m")

    /// What the executor knows; survives the daemon, not a reboot.
    var processes: [AttemptID: Process] = [:]
    var cancelled: Set<AttemptID> = []
    /// How many files producers have put into each pipeline's dataset.
    var delivered: [PipelineName: Int64] = [:]
    /// The watcher's queue has overflowed, and nothing was looked at since.
    var isDeaf = false
    /// Pipelines whose dataset's directory is not there.
    var vanished: Set<PipelineName> = []
    var outage: Outage?
    /// Events whose decisions are not on the record yet, oldest first; the daemon's memory.
    var backlog: [Event] = []
    /// The daemon knows of decisions that are not on the record.
    var isAhead = false
    /// Where the links at the targets lead.
    var links: [String: ModelVersionID] = [:]
    /// Runs whose files changed before their first step, as the daemon knows until they are listed again.
    var outdated: Set<RunID> = []
    /// False: only what must happen still happens, so that the world comes to rest.
    var isTroubled = true
    /// Everything committed.
    ///
    /// Comparable within one process only, which is where a seed is lived twice.
    var history = Hasher()
    /// Ended runs by their outcome, so that a life without events does not pass for a good one.
    var outcomes: [String: Int] = [:]
    var events = 0
    var violations: [String] = []
    /// The last events, for whoever has to find out why a seed fails.
    var recent: [String] = []
    var judge = Judge()
    /// Every definition that ever was, by id: runs pin them.
    var everDefined: [String: PipelineDefinition] = [:]
    /// Pipelines whose file is not there at present.
    var removed: Set<PipelineName> = []
    let zone: TimeZoneRules
    private var definitionChanges = 1

    /// Lives begin shortly before a clock change in Berlin, or at no such time.
    private static let beginnings: [Int64] = [1_795_392_000, 1_806_094_800, 1_792_861_200]

    init(seed: UInt64, zone: TimeZoneRules) throws {
        random = SeededGenerator(seed: seed)
        self.zone = zone
        now.wall = Instant(seconds: Self.beginnings.randomElement(using: &random) ?? 0)
        definitions = try Self.makeDefinitions(&random, zone)
        for definition in definitions { remember(definition) }
    }

    var digest: Int { history.finalize() }

    /// Lives for `events` events, then lets everything come to rest and checks that nothing is left over.
    mutating func live(events limit: Int) {
        startDaemon()
        planLife()
        while events < limit, violations.isEmpty { step() }
        comeToRest()
    }

    mutating func step() {
        let due = daemon?.nextDue.map { max(now.uptime, now.uptime + $0.microseconds - now.wall.microseconds) }
        let next = agenda.nextTime
        if let due, due <= next ?? .max {
            advance(to: due)
            handle(.ticked)
        } else if let next {
            advance(to: next)
            if let occurrence = agenda.takeNext() { happen(occurrence) }
        } else {
            advance(to: now.uptime + 60_000_000)
            handle(.ticked)
        }
    }

    private mutating func advance(to uptime: Int64) {
        // A due time that does not move although it was looked at must not stop the clock.
        let later = max(uptime, now.uptime + 1)
        now.wall = now.wall + .microseconds(later - now.uptime)
        now.uptime = later
    }

    private mutating func happen(_ occurrence: Occurrence) {
        switch occurrence {
        case .event(let event): handle(event)
        case .files(let pipeline, let count): filesArrive(count, for: pipeline)
        // At rest nothing may come so late that it is not looked at before the end.
        case .burst(let pipeline): if isTroubled { burst(into: pipeline) }
        // At rest nobody would mount it again.
        case .rootVanishes(let pipeline): if isTroubled { rootVanishes(of: pipeline) }
        case .rootReturns(let pipeline): rootReturns(of: pipeline)
        case .rescan: rescan()
        case .demand(let verb): demand(verb)
        case .processEnds(let attempt, let end): endProcess(attempt, end)
        case .clockIsSet(let difference):
            now.wall = now.wall + difference
            // The kernel tells whoever waits for a time that the clock was set.
            handle(.ticked)
        case .definitionChanges(let name): change(name)
        // At rest it would sleep through the end, with everything on its way.
        case .machineSleeps(let duration): if isTroubled { advance(to: now.uptime + duration.microseconds) }
        case .daemonDies: dieAndComeBack()
        case .daemonStarts: startDaemon()
        case .machineReboots: reboot()
        case .recordIsTriedAgain: decideAndCommit()
        }
        if isTroubled { planMore(after: occurrence) }
    }

    func later(_ delay: Duration) -> Int64 { now.uptime + delay.microseconds }

    mutating func plan(_ occurrence: Occurrence, within longest: Duration) {
        agenda.add(occurrence, at: later(random.duration(upTo: longest)))
    }

    private mutating func change(_ name: PipelineName) {
        definitionChanges += 1
        guard let index = definitions.firstIndex(where: { $0.name == name }) else { return }
        if removed.remove(name) == nil, random.happens(onceIn: 3) {
            removed.insert(name)
        } else if random.happens(onceIn: 2), let fresh = try? Self.makeDefinition(name, &random, zone) {
            definitions[index] = fresh
        }
        definitions[index].id = "\(name)-\(definitionChanges)"
        remember(definitions[index])
        handle(.configured(configuration()))
    }

    private mutating func remember(_ definition: PipelineDefinition) {
        everDefined[definition.id] = definition
        judge.policies[definition.id] = definition.policy
        for operand in definition.firingTriggers.flatMap(\.operands) {
            if case .schedule(let schedule) = operand.condition { judge.schedules[operand.path] = schedule.expression }
        }
    }

    func configuration(pinned: [PipelineDefinition] = []) -> Configured {
        let pipelines = isTroubled ? definitions.filter { !removed.contains($0.name) } : definitions
        return Configured(pipelines: pipelines, host: host, pinned: pinned)
    }
}
