import MLOpsCore
import MLOpsSchedule
import MLOpsTestKit

extension World {
    mutating func planLife() {
        for name in Self.names { plan(.files(name, count: 1), within: .seconds(600)) }
        plan(.rescan, within: .seconds(900))
        plan(.daemonDies, within: .seconds(86_400))
        plan(.machineReboots, within: .seconds(400_000))
        plan(.clockIsSet(by: .seconds(3600)), within: .seconds(200_000))
        plan(.demand(.run(.init(pipeline: "a"))), within: .seconds(3600))
        plan(.definitionChanges("b"), within: .seconds(40_000))
        plan(.machineSleeps(.seconds(8 * 3600)), within: .seconds(200_000))
        plan(.event(.codeObserved("c", digest: "0", summary: "")), within: .seconds(60))
        plan(.burst("a"), within: .seconds(80_000))
        plan(.rootVanishes("b"), within: .seconds(80_000))
    }

    mutating func planMore(after occurrence: Occurrence) {
        let name = Self.names.randomElement(using: &random) ?? "a"
        switch occurrence {
        case .files(let pipeline, _):
            plan(.files(pipeline, count: Int.random(in: 1...5, using: &random)), within: .seconds(3600))
        case .burst: plan(.burst(name), within: .seconds(80_000))
        case .rootVanishes(let pipeline): plan(.rootReturns(pipeline), within: .seconds(7200))
        case .rootReturns: plan(.rootVanishes(name), within: .seconds(80_000))
        case .rescan: plan(.rescan, within: .seconds(1800))
        case .daemonDies: plan(.daemonDies, within: .seconds(86_400))
        case .machineReboots: plan(.machineReboots, within: .seconds(400_000))
        case .clockIsSet: plan(.clockIsSet(by: randomClockError()), within: .seconds(200_000))
        case .demand: plan(.demand(randomDemand(name)), within: .seconds(7200))
        case .definitionChanges: plan(.definitionChanges(name), within: .seconds(40_000))
        case .machineSleeps: plan(.machineSleeps(random.duration(upTo: .seconds(90_000))), within: .seconds(200_000))
        case .event(.codeObserved):
            let digest = "\(random.next() % 3)"
            plan(.event(.codeObserved(name, digest: digest, summary: "code changed")), within: .seconds(20_000))
        default: break
        }
    }

    private mutating func randomClockError() -> Duration {
        let errors: [Duration] = [
            .seconds(3600), .seconds(-3600), .seconds(86_400), .seconds(-86_400), .seconds(-2), .seconds(2_000_000_000),
            .seconds(-2_000_000_000),
        ]
        return errors.randomElement(using: &random) ?? .zero
    }

    private mutating func randomDemand(_ name: PipelineName) -> Demand.Verb {
        let active = daemon?.activeRuns.randomElement(using: &random)
        switch random.next() % 15 {
        case 9:
            return judge.versions.randomElement(using: &random).map {
                .promote($0, force: random.happens(onceIn: 2), reason: nil)
            } ?? .resume(name, catchUp: false)
        case 10:
            return judge.versions.randomElement(using: &random).map { .deploy($0, force: true, reason: "again") }
                ?? .resume(name, catchUp: false)
        case 11, 12:
            return judge.awaiting.randomElement(using: &random).map {
                random.happens(onceIn: 3) ? .reject($0, reason: nil) : .approve($0, reason: "good")
            } ?? .resume(name, catchUp: false)
        case 13: return randomAliasDemand(name)
        case 14: return .forget(name)
        case 8: return judge.endedRuns.last.map { .retry($0, from: "train") } ?? .resume(name, catchUp: false)
        case 0: return .pause(name, until: random.happens(onceIn: 2) ? now.wall + .seconds(1800) : nil, reason: nil)
        case 1, 2: return .resume(name, catchUp: random.happens(onceIn: 2))
        case 3: return active.map { .cancel($0.id, reason: nil) } ?? .rollback(name, to: nil, reason: nil)
        case 4: return .rollback(name, to: nil, reason: nil)
        case 5: return .run(.init(pipeline: name, force: true, coalesce: false))
        case 6: return .run(.init(pipeline: name, dryRun: true))
        default: return .run(.init(pipeline: name))
        }
    }

    private mutating func randomAliasDemand(_ name: PipelineName) -> Demand.Verb {
        let version = judge.versions.filter { $0.id.pipeline == name }.randomElement(using: &random)?.id
        let present = daemon?.state(of: name)?.version(of: "best")
        let expected: Demand.AliasDemand.Expectation =
            random.happens(onceIn: 2) ? .anything : present.map { .version($0) } ?? .nothing
        return .moveAlias(.init(pipeline: name, alias: "best", version: version, expected: expected))
    }

    mutating func demand(_ verb: Demand.Verb) {
        handle(.demanded(Demand(verb, by: Actor(uid: 1000, name: "ada"))))
    }
}
