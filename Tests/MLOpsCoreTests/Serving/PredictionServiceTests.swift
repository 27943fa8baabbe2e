import MLOpsCore
import MLOpsTestKit
import Testing

@Suite struct `Prediction services` {
    private static func serving(_ version: Int64) -> ServiceWorld {
        var world = ServiceWorld()
        world.handle(.adopted([], current: nil, lastNumber: 0))
        world.handle(.wanted(ServiceWorld.goal(version)))
        world.settle()
        return world
    }

    @Test func `serve what the record says, without a rehearsal that nobody needs`() {
        let world = Self.serving(1)
        #expect(world.answering == ServiceWorld.goal(1))
        #expect(world.rehearsals.isEmpty)
        #expect(world.service.status.state == .serving)
    }

    @Test func `try a deployment in advance and keep what it replaces until it is live`() {
        var world = Self.serving(1)
        world.handle(.tried(ticket: 7, ServiceWorld.goal(2)))
        #expect(world.answering == ServiceWorld.goal(1))
        #expect(world.service.status.state == .switching)
        world.settle()
        #expect(world.rehearsals == [2])
        #expect(world.answers == [7: [nil]])
        #expect(world.answering == ServiceWorld.goal(2))
        #expect(Set(world.living.values) == [ServiceWorld.goal(1), ServiceWorld.goal(2)])
        world.handle(.wanted(ServiceWorld.goal(2)))
        world.settle()
        #expect(Array(world.living.values) == [ServiceWorld.goal(2)])
    }

    @Test func `lead back at once when a deployment is not proven`() {
        var world = Self.serving(1)
        world.handle(.tried(ticket: 1, ServiceWorld.goal(2)))
        world.settle()
        world.handle(.restored(ticket: 2, ServiceWorld.goal(1)))
        #expect(world.led == 1)
        #expect(world.answers == [1: [nil], 2: [nil]])
        world.settle()
        #expect(world.living == [1: ServiceWorld.goal(1)])
    }

    @Test func `stay as they are when a rehearsal or a server fails`() {
        var world = Self.serving(1)
        world.breaks = { $0 == ServiceWorld.goal(2) }
        world.handle(.tried(ticket: 1, ServiceWorld.goal(2)))
        world.settle()
        #expect(world.answers == [1: ["it breaks"]])
        #expect(world.living == [1: ServiceWorld.goal(1)] && world.led == 1)
        world.handle(.restored(ticket: 2, ServiceWorld.goal(1)))
        #expect(world.answers[2] == [nil])
        #expect(world.service.failures == 0)
    }

    @Test func `start a server again after longer and longer pauses, and then seldom`() {
        var world = Self.serving(1)
        world.breaks = { _ in true }
        world.handle(.ended(1, reason: "killed"))
        world.settle()
        var pauses: [Int64] = []
        for _ in 0..<5 {
            let pause = world.service.pause(at: world.now) ?? .seconds(-1)
            pauses.append(pause.components.seconds)
            world.pass(pause)
            world.handle(.ticked)
            world.settle()
        }
        #expect(pauses == [1, 2, 4, 300, 300])
        #expect(world.told.count { $0 == .serviceBroken } == 1)
        #expect(world.service.status.state == .broken)
        world.breaks = { _ in false }
        world.pass(.seconds(300))
        world.handle(.ticked)
        world.settle()
        #expect(world.service.status.state == .serving)
        world.pass(.seconds(60))
        world.handle(.ended(world.led ?? 0, reason: "killed"))
        #expect(world.service.failures == 1, "it was well for a minute")
    }

    @Test func `adopt what answers and end what was on its way`() {
        var world = ServiceWorld()
        let adopted = [(3, 1), (4, 2)].map {
            ServiceEvent.Adopted(number: Int64($0.0), goal: ServiceWorld.goal(Int64($0.1)))
        }
        world.handle(.adopted(adopted, current: 3, lastNumber: 4))
        #expect(world.service.status.version == ServiceWorld.goal(1).version)
        world.handle(.wanted(ServiceWorld.goal(1)))
        world.settle()
        #expect(world.service.generations.map(\.number) == [3])
        #expect(world.told.isEmpty)
    }

    @Test func `leave nothing when nothing is to be served`() {
        var world = Self.serving(1)
        world.handle(.wanted(nil))
        world.settle()
        #expect(world.led == nil && world.living.isEmpty && world.service.status.state == .stopped)
    }

    @Test func `give the address up when the first deployment fails`() {
        var world = ServiceWorld()
        world.handle(.adopted([], current: nil, lastNumber: 0))
        world.breaks = { _ in true }
        world.handle(.tried(ticket: 1, ServiceWorld.goal(1)))
        world.settle()
        #expect(world.closed == 0)
        world.handle(.restored(ticket: 2, nil))
        world.handle(.ticked)
        #expect(world.closed == 1 && world.answers == [1: ["it breaks"], 2: [nil]])
    }

    /// Whatever comes in whatever order: who asks is answered once, who answers is only left for another who does, and in
    /// the end there is what the record wants and nothing else.
    @Test(arguments: 0..<200) func `keep their promises in any order of events`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var world = Self.serving(1)
        let fragile = Int64.random(in: 2...4, using: &generator)
        world.breaks = { $0.version.number == fragile }
        var tickets: Int64 = 0
        for _ in 0..<60 {
            let answering = world.answering
            var mayEnd = false
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...5 where !world.coming.isEmpty:
                let index = Int.random(in: world.coming.indices, using: &generator)
                world.handle(world.coming.remove(at: index))
            case 6, 7:
                tickets += 1
                world.handle(.tried(ticket: tickets, ServiceWorld.goal(Int64.random(in: 1...4, using: &generator))))
            case 8:
                let present = world.answering?.version.number ?? 1
                world.handle(.wanted(ServiceWorld.goal(present)))
            default:
                mayEnd = true
                if let number = world.living.keys.sorted().randomElement(using: &generator) {
                    world.handle(.ended(number, reason: "killed"))
                }
                world.pass(.seconds(400))
                world.handle(.ticked)
            }
            #expect(mayEnd || answering == nil || world.answering != nil)
        }
        world.settle()
        world.handle(.restored(ticket: tickets + 1, ServiceWorld.goal(1)))
        world.handle(.wanted(ServiceWorld.goal(1)))
        for _ in 0..<3 {
            world.settle()
            world.pass(.seconds(400))
            world.handle(.ticked)
        }
        #expect(world.answers.count == Int(tickets) + 1 && world.answers.values.allSatisfy { $0.count == 1 })
        #expect(world.answering == ServiceWorld.goal(1))
        #expect(world.living.count == 1 && world.service.generations.count == 1)
    }
}
