import MLOpsConfig
import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `A whole definition` {
    static let text = """
        description: Will this customer leave within a month?
        directory: /srv/churn
        parameters: { learning_rate: 0.1, tag: no }
        data:
          customers:
            path: incoming
            include: ["*.csv"]
            format: csv
            ready: auto
            settle: 2s
        triggers:
          weekly:  { schedule: "Mon *-*-* 03:00 Europe/Berlin", catch_up: latest, jitter: 10min }
          volume:  { new_data: customers, min_rows: 10000, quiet_period: 30s, max_wait: 1h, valid_for: 2d }
          stale:   { model_age: 30d }
          code:    { pipeline_change: [train.py, "lib/**"] }
          both:    { all: [volume, stale], valid_for: 7d }
          nightly: { all: [ {schedule: "*-*-* 02:00"}, volume ], deadline: 4h, else: alert }
        policy: { cooldown: 30min, overlap: { queue: 3 }, priority: 50 }
        steps:
          train:
            needs: [prepare]
            run: [python3, train.py, --rate, "{learning_rate}"]
            timeout: 2h
            retry: { attempts: 3, backoff: 1min, on: any }
            executor: process
          prepare:
            run: [python3, prepare.py]
        gates:
          model:
            - { metric: f1, at_least: 0.75 }
            - { metric: f1, not_worse_than: champion, margin: 0.005 }
        deploy:
          target: model
        tests:
          - { given: [{ slot: weekly }, request], expect: start }
        """

    @Test func `is read into values`() throws {
        let definition = try read(Self.text)
        #expect(definition.directory == "/srv/churn")
        #expect(
            definition.parameters == [
                Parameter(name: "learning_rate", value: "0.1"), Parameter(name: "tag", value: "no"),
            ])
        #expect(definition.datasets.map(\.path) == ["/srv/churn/incoming"])
        #expect(definition.steps.map(\.name.text) == ["prepare", "train"])
        #expect(definition.triggers.map(\.name.text) == ["both", "code", "nightly", "stale", "volume", "weekly"])
        #expect(definition.policy.overlap == .queue(3))
        #expect(definition.deployment?.target == "/srv/churn/model")
        #expect(definition.tests.first?.given == [.slot("weekly"), .request])
        #expect(definition.id.count == 64)
    }

    @Test func `gives a combination operands of its own`() throws {
        let definition = try read(Self.text)
        let both = try #require(definition.triggers.first { $0.name == "both" })
        #expect(both.operands.map(\.path) == ["both.all.0", "both.all.1"])
        #expect(both.operands.map(\.validFor) == [.seconds(2 * 86_400), .seconds(7 * 86_400)])
        #expect(both.expression == .all([.operand(0), .operand(1)]))
        #expect(definition.triggers.filter { !$0.firesAlone }.map(\.name.text) == ["stale", "volume"])
    }
}
