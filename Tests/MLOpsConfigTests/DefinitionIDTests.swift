@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `The id of a definition` {
    let id: String

    init() throws { id = try read(`A whole definition`.text).id }

    /// Replaces text that must be there.
    func edited(_ old: String, _ new: String) throws -> String {
        let text = `A whole definition`.text
        try #require(text.contains(old), "the definition has no \(old)")
        return text.replacing(old, with: new, maxReplacements: 1)
    }

    @Test(arguments: [
        ("directory: /srv/churn", "# a remark\ndirectory:   \"/srv//churn/./x/..\"  # and another"),
        ("description: Will this customer leave within a month?", "description: Will she?"),
        ("description: Will this customer leave within a month?\n", ""),
        ("{ learning_rate: 0.1, tag: no }", "{ tag: 'no', learning_rate: \"0.1\" }"),
        ("cooldown: 30min", "cooldown: 1800"),
        ("cooldown: 30min, ", ""),
        ("max_wait: 1h", "max_wait: 60min"),
        ("\"Mon *-*-* 03:00 Europe/Berlin\"", "\"0 3 * * 1\", timezone: Europe/Berlin"),
        ("at_least: 0.75", "at_least: 75e-2"),
        (
            "stale:   { model_age: 30d }\n  code:    { pipeline_change: [train.py, \"lib/**\"] }",
            "code:    { pipeline_change: [train.py, \"lib/**\"] }\n  stale:   { model_age: 30d }"
        ),
        ("expect: start", "expect: hold"),
        ("executor: process", "executor: local"),
    ])
    func `stays when only the writing changes`(old: String, new: String) throws {
        #expect(try read(edited(old, new)).id == id)
    }

    @Test(arguments: [
        ("executor: process", "executor: systemd"),
        ("/srv/churn", "/srv/churn2"), ("0.1", "0.10"), ("tag: no", "tag: yes"),
        ("include: [\"*.csv\"]", "include: [a, b]"),
        ("format: csv", "format: jsonl"), ("ready: auto", "ready: quiet"), ("settle: 2s", "settle: 3s"),
        ("settle: 2s", "settle: 2s\n    target: churned"),
        ("03:00", "03:01"), ("Europe/Berlin", "Europe/Paris"), ("latest", "all"), ("jitter: 10min", "jitter: 11min"),
        ("min_rows: 10000", "min_rows: 10001"), ("max_wait: 1h", "max_wait: infinity"),
        ("model_age: 30d", "model_age: 31d"),
        ("lib/**", "lib/*"), ("all: [volume, stale]", "any: [volume, stale]"),
        ("all: [volume, stale]", "all: [stale, volume]"),
        ("valid_for: 7d", "valid_for: 8d"), ("deadline: 4h", "deadline: 5h"), ("else: alert", "else: run"),
        ("cooldown: 30min", "cooldown: 31min"), ("queue: 3", "allow: 3"), ("priority: 50", "priority: 51"),
        ("train.py, --rate", "train.py, --rat"), ("timeout: 2h", "timeout: 3h"), ("attempts: 3", "attempts: 4"),
        ("on: any", "on: retryable"), ("at_least: 0.75", "at_least: 0.76"),
        ("at_least: 0.75", "at_most: 0.75, better: lower"),
        ("margin: 0.005", "margin: 0"), ("target: model", "target: models"),
    ])
    func `changes with what a run or a decision depends on`(old: String, new: String) throws {
        #expect(try read(edited(old, new)).id != id)
    }

    @Test func `stays when the text is read again from the record`() throws {
        let text = `A whole definition`.text
        var again = try PipelineReader(zones: SystemZones()).read(source: text, name: "churn", path: "record:churn")
        let definition = try read(text)
        #expect(again.tests[0].place == "record:churn:35:5")
        again.tests = definition.tests
        #expect(again == definition)
    }

    @Test func `differs between pipelines of one text`() throws {
        #expect(try read(`A whole definition`.text, name: "other").id != id)
    }

    /// Stored runs refer to definitions by id: a change of the form would make every definition look changed.
    @Test func `is the digest of a form that stays`() throws {
        let definition = try read("directory: /d\nsteps: { a: { run: [x, \"\"] } }", name: "p")
        let form =
            "s17:mlopsd-pipeline-1" + "s1:p" + "n" + "s2:/d" + "l0:l0:l0:"
            + "di1800;i0;" + "f" + "di0;i0;" + "i8;" + "s9:queue_one" + "n" + "i3;" + "n" + "di43200;i0;"
            + "l1:" + "s1:a" + "l0:" + "s3:run" + "l2:s1:xs0:" + "n" + "di30;i0;" + "i4;" + "di60;i0;" + "s9:retryable"
            + "s7:process" + "l0:" + "n"
        #expect(String(decoding: CanonicalDefinition(definition).bytes, as: UTF8.self) == form)
    }

    @Test func `is SHA-256 in hexadecimal`() throws {
        #expect(id.count == 64 && id.allSatisfy { "0123456789abcdef".contains($0) })
    }
}
