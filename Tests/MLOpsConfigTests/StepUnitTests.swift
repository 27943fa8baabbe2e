import Foundation
@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `The unit of a step with limits` {
    private func definition(_ step: String, _ rest: String = "") throws -> PipelineDefinition {
        try read("directory: /srv/churn\nsteps: { train: { run: [sh, -c, 'true'], \(step) } }\n\(rest)")
    }

    @Test func `is made of its resources and of what its pipeline takes from all steps`() throws {
        let definition = try definition(
            "resources: { memory: 8G, cpus: 1.5, tasks: 100 }", "sandbox: { network: false, read_only: true }")
        let unit = try #require(StepUnit.all(of: definition).first)
        #expect(unit.name == "mlopsd-step-churn.train")
        #expect(
            unit.limits.split(separator: "\n").dropFirst() == [
                "[Service]", "MemoryMax=8589934592", "MemorySwapMax=0", "CPUQuota=150%", "TasksMax=101",
                "PrivateNetwork=yes", "ProtectSystem=strict", "ProtectHome=read-only", "PrivateTmp=yes",
                "ReadWritePaths=/var/lib/mlopsd/runs -/var/lib/mlopsd/commands -/var/lib/mlopsd/reproductions",
                "Environment=\"MLOPSD_SANDBOX=no-network read-only\"",
            ])
        #expect(unit.socket(besides: "/run/mlopsd/step.sock") == "/run/mlopsd/steps/churn.train")
    }

    @Test func `is of the user of its pipeline, beside whom the shim may become the daemon's`() throws {
        let definition = try definition("timeout: 1h", "user: churn")
        let unit = try #require(StepUnit.all(of: definition).first)
        #expect(
            unit.limits.split(separator: "\n").dropFirst(2) == [
                "User=churn", "Group=", "CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_KILL",
                "AmbientCapabilities=CAP_SETUID CAP_SETGID CAP_KILL", "Environment=MLOPSD_STEP_USER=yes",
            ])
        #expect(StepUnit.all(of: definition, own: "churn").isEmpty)
        #expect(StepUnit.all(of: try self.definition("timeout: 1h", "user: mlopsd-job")).isEmpty)
        #expect(StepUnit.all(of: try self.definition("timeout: 1h", "user: mlopsd")).count == 1)
    }

    @Test func `loads the secrets that its step names, from where root keeps them`() throws {
        let definition = try definition("credentials: [token, api-key]")
        let unit = try #require(StepUnit.all(of: definition).first)
        #expect(
            unit.limits.split(separator: "\n").dropFirst(2) == [
                "LoadCredential=api-key:/etc/mlopsd/credentials/api-key",
                "LoadCredential=token:/etc/mlopsd/credentials/token",
            ])
        #expect(try self.definition("credentials: [api-key, token]").id == definition.id)
        #expect(try self.definition("credentials: [token]").id != definition.id)
    }

    @Test func `is none where nothing is limited`() throws {
        #expect(StepUnit.all(of: try definition("timeout: 1h")).isEmpty)
        #expect(StepUnit.all(of: try definition("timeout: 1h", "sandbox: { network: true }")).isEmpty)
    }

    @Test func `has a socket whose path the kernel takes, however long the names are`() throws {
        let name = String(repeating: "p", count: 41)
        let step = String(repeating: "s", count: 64)
        let source = "directory: /\nsteps: { \(step): { run: [sh], resources: { tasks: 1 } } }\n"
        let other = "directory: /\nsteps: { \(step.dropLast())t: { run: [sh], resources: { tasks: 1 } } }\n"
        let sockets = try [source, other].flatMap { StepUnit.all(of: try read($0, name: PipelineName(name))) }
            .map { $0.socket(besides: "/run/mlopsd/step.sock") }
        #expect(sockets.count == 2 && sockets[0] != sockets[1])
        #expect(sockets.allSatisfy { $0.hasPrefix("/run/mlopsd/steps/") && $0.utf8.count < 108 })
    }

    @Test func `changes the id of the definition, and its absence does not`() throws {
        let limited = try definition("resources: { tasks: 1 }").id
        #expect(try definition("timeout: 1h, resources: { tasks: 1 }").id != limited)
        #expect(try definition("resources: { tasks: 2 }").id != limited)
        #expect(
            try definition("timeout: 1h").id == definition("timeout: 1h", "sandbox: { network: on, read_only: no }").id)
    }

    @Test(arguments: [
        ("resources: { memory: 1K }", "must be at least 1M"),
        ("resources: { cpus: 0 }", "must be between"),
        ("resources: { tasks: 0 }", "must be between 1 and"),
        ("resources: { gpus: 0 }", "must be between 1 and"),
        ("credentials: [../mlopsd]", "credentials"),
        ("credentials: [a, a]", "a second time"),
        (#"resources: { memory: "1G\n[Service]" }"#, "steps.train.resources.memory"),
    ])
    func `is not made of nonsense`(_ step: String, _ problem: String) {
        let found = problems("directory: /\nsteps: { train: { run: [sh], \(step) } }\n")
        #expect(found.count == 1 && found[0].contains(problem), "\(found)")
    }

    @Test(arguments: ["root", "a b", "%n", "Churn", "1st", "", "a\\nUser=root", String(repeating: "u", count: 33)])
    func `has no user who is none`(_ name: String) {
        let found = problems("user: \"\(name)\"\ndirectory: /\nsteps: { train: { run: [sh] } }\n")
        #expect(found.count == 1 && found[0].contains("user"), "\(found)")
    }

    @Test func `is written with the drop-ins of all steps, and wanted by the daemon`() throws {
        let root = try TemporaryTree()
        try root.directories("usr/lib/systemd/system", "etc/systemd/system/mlopsd-step@.service.d", "out")
        try root.write("usr/lib/systemd/system/mlopsd-step@.service", "[Service]\nUser=mlopsd\n")
        try root.write("etc/systemd/system/mlopsd-step@.service.d/proxy.conf", "[Service]\n")
        let definition = try definition("resources: { tasks: 9 }")
        try UnitGenerator(output: root.path + "/out", root: root.path).write([definition])
        let unit = try #require(StepUnit.all(of: definition).first)
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path + "/out").sorted()
        #expect(
            files == [
                "mlopsd-step-churn.train.socket", "mlopsd-step-churn.train@.service",
                "mlopsd-step-churn.train@.service.d", "mlopsd-step-churn.train@.service.d/40-proxy.conf",
                unit.limitsFile, "mlopsd-step.socket.wants",
                "mlopsd-step.socket.wants/mlopsd-step-churn.train.socket", "mlopsd.service.wants",
                "mlopsd.service.wants/mlopsd-step-churn.train.socket",
            ])
        let text = try String(contentsOfFile: "\(root.path)/out/\(unit.limitsFile)", encoding: .utf8)
        #expect(text == unit.limits)
        let socket = try String(contentsOfFile: "\(root.path)/out/mlopsd-step-churn.train.socket", encoding: .utf8)
        #expect(socket.contains("\nListenStream=/run/mlopsd/steps/churn.train\n"))
    }
}
