import MLOpsConfig
import MLOpsCore
import MLOpsSchedule
import Testing

/// The key decides what a value is, whatever it looks like.
@Suite struct `Values` {
    static func policy(_ text: String) throws -> PolicyDefinition {
        try read("policy: { \(text) }\n" + TemporaryTree.steps).policy
    }

    static func dataset(_ text: String) throws -> DatasetDefinition {
        try #require(try read("data: { in: { path: /srv/in, \(text) } }\n" + TemporaryTree.steps).datasets.first)
    }

    static func newData(_ text: String) throws -> NewDataCondition {
        let definition = try read(
            "data: { in: { path: /srv/in } }\ntriggers: { t: { new_data: in, \(text) } }\n" + TemporaryTree.steps)
        guard case .newData(let condition) = definition.triggers[0].operands[0].condition else {
            throw Unexpected()
        }
        return condition
    }

    struct Unexpected: Error {}

    @Test(arguments: [
        ("30", 30), ("30s", 30), ("\"5min\"", 300), ("'2h 30min'", 9000), ("1.5h", 5400), ("0", 0), ("1w", 604_800),
    ])
    func `that are spans`(text: String, seconds: Int64) throws {
        #expect(try Self.policy("cooldown: \(text)").cooldown == .seconds(seconds))
    }

    @Test(arguments: [
        ("true", true), ("yes", true), ("on", true), ("\"true\"", true), ("false", false), ("no", false),
        ("off", false),
    ])
    func `that are booleans`(text: String, value: Bool) throws {
        #expect(try Self.dataset("recursive: \(text)").recursive == value)
    }

    @Test(arguments: [("512M", 512 << 20), ("1", 1), ("1.5K", 1536), ("0", 0)])
    func `that are sizes`(text: String, bytes: Int64) throws {
        #expect(try Self.newData("min_bytes: \(text)").minBytes == bytes)
    }

    @Test func `that may be infinite`() throws {
        #expect(try Self.newData("max_wait: infinity").maxWait == nil)
        #expect(try Self.newData("max_wait: 2h").maxWait == .seconds(7200))
        #expect(try Self.newData("min_files: 1").maxWait == .seconds(3600))
    }

    @Test(arguments: ["no", "010", "1:30", "~", "null", "1e3", "2026-11-23", "0x1F", ".inf", "yes", "1_000", "=", "<<"])
    func `that are texts stay as they are written`(text: String) throws {
        let definition = try read("description: \(text)\nparameters: { p: \(text) }\n" + TemporaryTree.steps)
        #expect(definition.description == text)
        #expect(definition.parameters == [Parameter(name: "p", value: text)])
        let step = try read("steps: { a: { run: [python3, \(text)] } }").steps[0]
        #expect(step.program == .arguments(["python3", text]))
    }

    @Test func `that are empty on purpose`() throws {
        let definition = try read("parameters: { p: \"\" }\nsteps: { a: { run: [x, \"\", '', \"{p}\"] } }")
        #expect(definition.parameters[0].value == "")
        #expect(definition.steps[0].program == .arguments(["x", "", "", "{p}"]))
    }

    @Test func `that keep their lines`() throws {
        let definition = try read("steps:\n  a:\n    shell: |\n      set -e\n      echo ${x} {y}\n")
        #expect(definition.steps[0].program == .shell("set -e\necho ${x} {y}\n"))
    }

    @Test(arguments: [
        ("skip", PolicyDefinition.Overlap.skip), ("queue_one", .queueOne), ("cancel_running", .cancelRunning),
        ("{ queue: 3 }", .queue(3)), ("{ allow: 2 }", .allow(2)),
    ])
    func `that are kinds of overlap`(text: String, overlap: PolicyDefinition.Overlap) throws {
        #expect(try Self.policy("overlap: \(text)").overlap == overlap)
    }

    @Test(arguments: ["train.py", "[train.py]"]) func `that may be one or a list`(text: String) throws {
        let definition = try read(
            "directory: /srv\ntriggers: { t: { pipeline_change: \(text) } }\n" + TemporaryTree.steps)
        #expect(
            definition.triggers[0].operands[0].condition
                == .pipelineChange(PipelineChangeCondition(paths: ["train.py"])))
    }

    @Test(arguments: [
        ("f1", GateDefinition.Direction.higher), ("val_RMSE", .lower), ("test_log_loss", .lower),
        ("churn_loss", .lower),
        ("ROC_AUC", .higher), ("holdout_mae", .lower), ("top_5_accuracy", .higher),
    ])
    func `of common metrics have a better direction`(metric: String, better: GateDefinition.Direction) throws {
        let definition = try read(
            "gates: { model: [{ metric: \(metric), not_worse_than: champion }] }\n" + TemporaryTree.steps)
        #expect(
            definition.gates == [
                GateDefinition(metric: metric, bound: .notWorseThanChampion(margin: 0), better: better)
            ])
    }

    @Test func `of gates are programs, segments and what decides where nothing can be compared`() throws {
        let definition = try read(
            """
            directory: /srv
            parameters: { rate: 1 }
            gates:
              first_model: allow
              baseline_unevaluable: block
              model:
                - { metric: f1, segments: country, not_worse_than: champion, margin: 0.02 }
                - { check: [python3, smoke.py, "{rate}"], timeout: 90s }
                - { check: [./smoke] }
            \(TemporaryTree.steps)
            """)
        #expect(definition.gatePolicy == GatePolicy(firstModel: .allow, unevaluableBaseline: .block))
        #expect(
            definition.gates == [
                GateDefinition(
                    metric: "f1", bound: .notWorseThanChampion(margin: 0.02), better: .higher, segments: "country"),
                .program(ProgramGate(arguments: ["python3", "smoke.py", "{rate}"], timeout: .seconds(90))),
                .program(ProgramGate(arguments: ["./smoke"], timeout: .seconds(60))),
            ])
        #expect(try read(TemporaryTree.steps).gatePolicy == GatePolicy())
    }

    @Test func `of gates ask about the data`() throws {
        let definition = try read(
            """
            directory: /srv
            data: { in: { path: in } }
            predictions: { log: p, id: i, time: at, prediction: said, label: came, task: binary, label_horizon: 1d }
            gates: { data: { skew: enforce, drift: report } }
            \(TemporaryTree.steps)
            """)
        #expect(definition.gates == [.data(DataGate(.drift, .report)), .data(DataGate(.skew, .enforce))])
    }

    @Test(arguments: [
        ("data: { in: { path: in } }", "schema: enforce", "no dataset has a schema"),
        ("data: { in: { path: in } }", "skew: enforce", "no log of what the model is asked"),
        ("", "drift: enforce", "no dataset to look at"), ("", "drift: yes", "enforce, report"),
        ("", "drfit: report", "unknown key"),
    ])
    func `of gates ask nothing that has no answer`(data: String, gate: String, problem: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read("directory: /srv\n\(data)\ngates: { data: { \(gate) } }\n" + TemporaryTree.steps)
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test func `of deployments say how they are proven`() throws {
        let definition = try read(
            """
            directory: /srv
            deploy:
              target: model
              reload: [systemctl, reload, x.service]
              probe: { http: "http://127.0.0.1:8080/healthz", status: 204, body: "{version}", within: 10s }
              probation: 2h
              approval: manual
            \(TemporaryTree.steps)
            """)
        #expect(
            definition.deployment
                == DeploymentDefinition(
                    target: "/srv/model", reload: ["systemctl", "reload", "x.service"],
                    probe: Probe(
                        question: .http(url: "http://127.0.0.1:8080/healthz", status: 204, body: "{version}"),
                        within: .seconds(10)), approval: .manual, probation: .seconds(7200)))
        let file = try read(
            "directory: /srv\ndeploy: { target: m, probe: { file: v, text: a } }\n" + TemporaryTree.steps)
        #expect(file.deployment?.probe == Probe(question: .file(path: "/srv/v", text: "a")))
    }

    @Test func `of probes say how often they are asked, and how many bad answers are proof`() throws {
        func definition(_ keys: String) throws -> PipelineDefinition {
            try read(
                "directory: /srv\ndeploy: { target: m, probation: 1h, probe: { file: v\(keys) } }\n"
                    + TemporaryTree.steps)
        }
        let usual = try definition("")
        #expect(usual.deployment?.probe?.watch == nil)
        let spelt = try definition(", every: 30s, failures: 3 of 5")
        #expect(spelt.deployment == usual.deployment && spelt.id == usual.id)
        let often = try definition(", every: 5s, failures: 1 of 1")
        #expect(often.deployment?.probe?.watch == Probe.Watch(interval: .seconds(5), failures: 1, answers: 1))
        #expect(often.id != usual.id)
        let half = try definition(", failures: 4 of 8")
        #expect(half.deployment?.probe?.watch == Probe.Watch(interval: .seconds(30), failures: 4, answers: 8))
    }

    @Test func `of probations need a probe or a performance trigger`() throws {
        let definition = try read(
            """
            directory: /srv
            predictions: { log: p, id: i, time: at, prediction: said, label: came, task: binary, label_horizon: 1d }
            triggers: { bad: { any: [ { performance: accuracy, below: 0.8 }, { model_age: 30d } ] } }
            deploy: { target: m, probation: 2h }
            \(TemporaryTree.steps)
            """)
        #expect(definition.deployment?.probation == .seconds(7200) && definition.deployment?.probe == nil)
    }

    @Test(arguments: [
        ("probe: {}", "asks nothing"), ("probe: { http: \"http://a\", file: x }", "more than one question"),
        ("probe: { command: [x], status: 200 }", "only belongs to http"), ("probe: { file: x, body: a }", "to http"),
        ("probe: { http: \"https:///a\" }", "names no host"), ("probe: { http: \"ftp://a\" }", "begin with http"),
        ("probe: { http: \"http://a:99999/\" }", "no port"), ("probe: { http: \"http://:80/\" }", "no host"),
        ("probe: { http: \"http://a b/\" }", "special character"), ("probation: 1h", "needs a probe to ask, or a"),
        ("reload: systemctl", "must be a list"),
        ("probe: { file: v, every: 10s }", "only applies while a model is on probation"),
        ("probe: { file: v, every: 10ms }, probation: 1h", "at least"),
        ("probe: { file: v, failures: 3 }, probation: 1h", "so many of so many answers"),
        ("probe: { file: v, failures: 6 of 5 }, probation: 1h", "so many of so many answers"),
        (
            "probe: { file: v, every: 10min, failures: 7 of 9 }, probation: 1h",
            "least time in which the probe can prove"
        ),
        ("probe: { file: v }, probation: 1min", "shorter than 1min 30s"),
    ])
    func `of deployments that can not be proven are refused`(keys: String, problem: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read("directory: /srv\ndeploy: { target: m, \(keys) }\n" + TemporaryTree.steps)
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test func `of canaries are a share of the requests`() throws {
        let keys = "target: m, probe: { file: v }, probation: 2h"
        let definition = try read("directory: /srv\ndeploy: { \(keys), canary: 5% }\n" + TemporaryTree.steps)
        #expect(definition.deployment?.canary == 5)
        #expect(definition.deployment?.trial == Trial(), "an answer of the probe is enough")
        let without = try read("directory: /srv\ndeploy: { \(keys) }\n" + TemporaryTree.steps)
        #expect(without.deployment?.canary == nil && without.id != definition.id)
    }

    private static func shadow(_ keys: String, task: String = "binary", gate: String = "accuracy") -> String {
        """
        directory: /srv
        predictions: { log: p, id: i, time: at, prediction: said, label: came, task: \(task), label_horizon: 1d }
        gates: { model: [{ metric: \(gate), not_worse_than: champion, better: higher }] }
        deploy: { target: m, \(keys) }
        \(TemporaryTree.steps)
        """
    }

    @Test func `of shadows say what scores inputs and when it is decided`() throws {
        let usual = try read(Self.shadow("shadow: true, predict: [python3, predict.py]"))
        #expect(
            usual.deployment?.shadow == ShadowDefinition(predict: ["python3", "predict.py"], metrics: ["accuracy"]))
        #expect(usual.shadowGates.map(\.metric) == ["accuracy"])
        let other = try read(
            Self.shadow(
                "shadow: { min_rows: 50, max_time: 2d, inconclusive: reject, timeout: 5s }, predict: [./predict]"))
        #expect(
            other.deployment?.shadow
                == ShadowDefinition(
                    predict: ["./predict"], metrics: ["accuracy"], timeout: .seconds(5), minRows: 50,
                    maxTime: .seconds(172_800), inconclusive: .reject))
        #expect(other.id != usual.id)
        #expect(try read(Self.shadow("shadow: false")).deployment?.shadow == nil)
    }

    @Test(arguments: [
        ("shadow: true", "binary", "accuracy", "needs a program that scores inputs"),
        ("predict: [x]", "binary", "accuracy", "only applies with shadow: true"),
        ("shadow: true, predict: [x]", "multiclass", "accuracy", "not several classes"),
        ("shadow: true, predict: [x]", "binary", "happiness", "by what single predictions make"),
        ("shadow: { min_rows: 3 }, predict: [x]", "binary", "accuracy", "30"),
        ("shadow: { inconclusive: rollback }, predict: [x]", "binary", "accuracy", "hold, promote"),
        ("shadow: true, predict: x", "binary", "accuracy", "must be a list"),
    ])
    func `of shadows that could decide nothing are refused`(
        keys: String, task: String, gate: String, problem: String
    ) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(Self.shadow(keys, task: task, gate: gate))
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test func `of canaries say what they have to show`() throws {
        func definition(_ canary: String) throws -> PipelineDefinition {
            try read(
                """
                directory: /srv
                predictions:
                  { log: p, id: i, time: at, prediction: said, label: came, task: binary, label_horizon: 1d,
                    model_version: v }
                deploy: { target: m, probe: { file: v }, probation: 2h, canary: \(canary) }
                \(TemporaryTree.steps)
                """)
        }
        let usual = try definition("5%")
        #expect(usual.deployment?.canary == 5 && usual.deployment?.trial == Trial(minRequests: 500))
        let other = try definition(
            "{ share: 5%, min_requests: 9, min_labels: 8, max_time: 3h, inconclusive: promote }")
        #expect(other.deployment?.canary == 5 && other.id != usual.id)
        #expect(
            other.deployment?.trial
                == Trial(minRequests: 9, minLabels: 8, maxTime: .seconds(10_800), inconclusive: .promote))
    }

    @Test(arguments: [
        ("canary: {}, probation: 1h", "", "the key \"share\" is missing"),
        ("canary: { share: 5%, min_requests: 1 }, probation: 1h", "", "needs the predictions"),
        ("canary: { share: 5%, max_time: 30min }, probation: 1h", "", "shorter than the probation"),
        ("canary: { share: 5%, inconclusive: keep }, probation: 1h", "", "hold, promote"),
        ("canary: 10%", "", "there is none"), ("canary: 0%, probation: 1h", "", "from 1% to 99%"),
        ("canary: 100%, probation: 1h", "", "from 1% to 99%"), ("canary: 10, probation: 1h", "", "write it as 10%"),
        ("canary: 0.5%, probation: 1h", "", "a whole share"),
        ("canary: 5%, probation: 1h", "serve: { run: [s], listen: \"127.0.0.1:8080\" }", "with serve"),
        (
            "canary: 5%, probation: 1h",
            "predictions: { log: p, id: i, time: at, prediction: said, label: came, task: binary, label_horizon: 1d }",
            "which one did"
        ),
    ])
    func `of canaries that nobody could follow are refused`(keys: String, more: String, problem: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read(
                "directory: /srv\ndeploy: { target: m, probe: { file: v }, \(keys) }\n\(more)\n" + TemporaryTree.steps)
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("{ check: [x], metric: f1 }", "does not belong to check"),
        ("{ check: [x], margin: 1 }", "does not belong to check"),
        ("{ metric: f1, at_least: 1, timeout: 1s }", "only belongs to check"), ("{ check: x }", "must be a list"),
        ("{ check: [\"{rate}\"] }", "a parameter cannot name the program"), ("{ check: [x], timeout: 0s }", "at least"),
    ])
    func `of gates that contradict each other are refused`(gate: String, problem: String) {
        let error = #expect(throws: ConfigurationError.self) {
            _ = try read("directory: /srv\ngates: { model: [\(gate)] }\n" + TemporaryTree.steps)
        }
        #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }

    @Test func `left out have the defaults of the definition`() throws {
        #expect(try Self.policy("cooldown: 30min") == PolicyDefinition())
        #expect(try Self.dataset("recursive: no") == DatasetDefinition(name: "in", path: "/srv/in"))
        let step = try read("steps: { a: { run: [x] } }").steps[0]
        #expect(step == StepDefinition(name: "a", program: .arguments(["x"])))
    }
}
