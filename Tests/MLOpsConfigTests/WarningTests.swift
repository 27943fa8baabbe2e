@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Warnings` {
    struct ImaginaryHost: HostView {
        var directories: Set<String> = []
        var programs: Set<String> = []
        let programDirectories = ["/usr/bin"]
        var privateDirectories: [String] = []
        var users: Set<String> = []
        var refusesUnknownUsers = false

        func hasUser(_ name: String) -> Bool { users.contains(name) }
        func isDirectory(_ path: String) -> Bool { directories.contains(path) }
        func isExecutable(_ path: String) -> Bool { programs.contains(path) }
    }

    static let definition = """
        directory: /srv/churn
        data: { in: { path: incoming } }
        steps:
          a: { run: [python3, train.py] }
          b: { run: [./evaluate, --all] }
          c: { shell: nonsense }
        gates: { model: [{ metric: f1, at_least: 0.5 }] }
        deploy: { target: models/live }
        """

    @Test func `name steps that need systemd where it does not run`() throws {
        let tree = try TemporaryTree()
        try tree.write(
            "pipelines.d/a.yaml", "directory: /\nsteps: { a: { run: [/bin/sh], executor: systemd } }\n")
        var host = ImaginaryHost(directories: ["/"], programs: ["/bin/sh"])
        #expect(
            tree.relative(try tree.load(host: host).warnings) == [
                "pipelines.d/a.yaml:2:41: steps.a.executor: systemd does not run here, so the pipeline would be refused; "
                    + "write executor: local"
            ])
        host.directories.insert("/run/systemd/system")
        #expect(try tree.load(host: host).warnings.isEmpty)
    }

    @Test func `name what is missing on the machine`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", Self.definition)
        #expect(
            tree.relative(try tree.load(host: ImaginaryHost()).warnings) == [
                "pipelines.d/a.yaml:1:12: directory: there is no directory \"/srv/churn\"; steps cannot start there",
                "pipelines.d/a.yaml:2:21: data.in.path: there is no directory \"/srv/churn/incoming\"; it is watched as "
                    + "soon as it is there",
                "pipelines.d/a.yaml:8:19: deploy.target: there is no directory \"/srv/churn/models\"; deployments fail "
                    + "until it is there",
                "pipelines.d/a.yaml:4:13: steps.a.run: there is no program \"python3\"; the step will fail",
                "pipelines.d/a.yaml:5:13: steps.b.run: there is no program \"./evaluate\"; the step will fail",
            ])
    }

    @Test func `C27 name a directory that the service has for itself`() throws {
        let tree = try TemporaryTree()
        try tree.write(
            "pipelines.d/a.yaml", "data: { in: { path: /tmp/in }, near: { path: /tmpfs/in } }\n" + TemporaryTree.steps)
        let host = ImaginaryHost(
            directories: ["/", "/tmp/in", "/tmpfs/in"], programs: ["/usr/bin/true", "/bin/true"],
            privateDirectories: ["/tmp"])
        let warnings = tree.relative(try tree.load(host: host).warnings).filter { $0.contains("data.") }
        #expect(
            warnings == [
                "pipelines.d/a.yaml:1:21: data.in.path: mlopsd.service has a /tmp of its own and does not see what "
                    + "others put there; use a directory elsewhere, for example below /srv"
            ])
    }

    @Test func `name a user who is not there, and refuse one in the system's configuration`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", "directory: /\nuser: churn\nsteps: { a: { run: [/bin/sh] } }\n")
        try tree.write("pipelines.d/b.yaml", "directory: /\nsteps: { a: { run: [/bin/sh] } }\n")
        var host = ImaginaryHost(directories: ["/"], programs: ["/bin/sh"])
        let problem = """
            pipelines.d/a.yaml:2:7: user: names "churn", and this machine has no such user; adduser --system --group churn
            """
        #expect(tree.relative(try tree.load(host: host).warnings) == [problem])
        host.refusesUnknownUsers = true
        let refused = try tree.load(host: host)
        #expect(refused.invalid.flatMap { tree.relative($0.diagnostics) } == [problem])
        #expect(refused.pipelines.map(\.name) == ["b"] && refused.warnings == [])
        host.users = ["churn"]
        #expect(try tree.load(host: host).pipelines.count == 2)
    }

    @Test func `are silent about what is there`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", Self.definition)
        let host = ImaginaryHost(
            directories: ["/srv/churn", "/srv/churn/incoming", "/srv/churn/models"],
            programs: ["/usr/bin/python3", "/srv/churn/evaluate"])
        #expect(try tree.load(host: host).warnings == [])
        #expect(try tree.load().warnings == [])
    }

    @Test func `D9 name a schedule of every second`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", "triggers: { tick: { schedule: \"*:*:*\" } }\n" + TemporaryTree.steps)
        #expect(
            tree.relative(try tree.load().warnings) == [
                "pipelines.d/a.yaml:1:31: triggers.tick.schedule: comes true after 1s; cooldown and max_runs_per_day "
                    + "will hold most of it; is a longer period meant?"
            ])
    }

    @Test func `name a deployment without gates`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", TemporaryTree.steps + "deploy: { target: /srv/model }\n")
        #expect(
            tree.relative(try tree.load().warnings) == [
                "pipelines.d/a.yaml:2:9: deploy: every model that is trained goes live, for there are no gates; add "
                    + "gates.model with a bound for a metric"
            ])
    }

    @Test func `the local host knows a shell and a directory`() {
        let host = LocalHost()
        #expect(host.isExecutable("/bin/sh") && !host.isExecutable("/etc/passwd") && !host.isExecutable("/tmp"))
        #expect(host.isDirectory("/etc") && !host.isDirectory("/etc/passwd") && !host.isDirectory("/nowhere"))
    }
}
