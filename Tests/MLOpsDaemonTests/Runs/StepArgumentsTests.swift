import MLOpsCore
import MLOpsSchedule
import Testing

@testable import MLOpsDaemon

@Suite struct `The arguments of a step` {
    private func expand(_ arguments: [String], _ parameters: [String: String]) throws -> [String] {
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        let list = parameters.sorted { $0.key < $1.key }.map { Parameter(name: $0.key, value: $0.value) }
        let pipeline = PipelineDefinition(
            name: "p", id: "d", source: "", directory: "/", parameters: list, steps: [])
        let request = RunRequest(
            id: RequestID(1), pipeline: "p", createdAt: moment, causes: [], priority: 50)
        let run = Run(
            id: RunID(1), pipeline: "p", definition: "d", request: Shared(request), decision: DecisionID(1),
            startedAt: moment, steps: [], cutoffs: [], champion: nil)
        return try StepArguments(.arguments(arguments), Parameters(pipeline, run)).list
    }

    @Test(arguments: [
        (["train", "{rate}"], ["rate": "0.1"], ["train", "0.1"]),
        (["train", "--rate={rate}"], ["rate": "-x"], ["train", "--rate=-x"]),
        (["train", "{a}{b}"], ["a": "1", "b": "2"], ["train", "12"]),
        (["train", "{a}"], ["a": "{b}", "b": "2"], ["train", "{b}"]),
        (["train", #"{{"json": {{}}}}"#], ["json": "1"], ["train", #"{"json": {}}"#]),
        (["train", "{{a}}"], ["a": "1"], ["train", "{a}"]),
        (["train", "{{{a}}}"], ["a": "1"], ["train", "{1}"]),
        (["train", "{a}"], ["a": "x y; rm -rf /"], ["train", "x y; rm -rf /"]),
        (["train", "{a}"], ["a": ""], ["train", ""]),
        (["train", "{a}"], ["a": "-0.5"], ["train", "-0.5"]),
        (["train", "{a}"], ["a": "-"], ["train", "-"]),
        (["{program}", "x"], ["program": "/bin/evil"], ["{program}", "x"]),
    ])
    func `stay whole`(_ arguments: [String], _ parameters: [String: String], _ expected: [String]) throws {
        #expect(try expand(arguments, parameters) == expected)
    }

    @Test(arguments: ["-rf", "--output=/etc/passwd", "-inf", "-1x"])
    func `never become options by a value alone`(_ value: String) {
        let error = #expect(throws: RunError.self) { try expand(["train", "{a}"], ["a": value]) }
        #expect(error?.code == .unusableDefinition)
    }

    @Test func `leave a shell's text alone`() throws {
        let moment = Moment(wall: Instant(seconds: 0), uptime: 0, boot: "b")
        let pipeline = PipelineDefinition(
            name: "p", id: "d", source: "", directory: "/", parameters: [.init(name: "a", value: "$(reboot)")],
            steps: [])
        let run = Run(
            id: RunID(1), pipeline: "p", definition: "d",
            request: Shared(RunRequest(id: RequestID(1), pipeline: "p", createdAt: moment, causes: [], priority: 50)),
            decision: DecisionID(1), startedAt: moment, steps: [], cutoffs: [], champion: nil)
        #expect(
            try StepArguments(.shell("echo {a}"), Parameters(pipeline, run)).list == ["/bin/sh", "-c", "echo {a}"])
    }
}
