@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Settings` {
    @Test func `of an empty directory are the defaults`() throws {
        let tree = try TemporaryTree()
        #expect(try tree.load() == Configuration())
    }

    @Test func `of a directory that does not exist are the defaults`() throws {
        let tree = try TemporaryTree()
        #expect(try ConfigurationLoader(directory: tree.path + "/none").load() == Configuration())
    }

    @Test func `are read from mlopsd.yaml`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_running_runs: 7\nlog_level: debug\nexecutor: process\n")
        let settings = try tree.load().settings
        #expect(settings.maxRunningRuns == 7)
        #expect(settings.logLevel == .debug)
    }

    @Test(arguments: [
        ("process", StepDefinition.Executor.local), ("local", .local), ("systemd", .systemd),
    ])
    func `name the executor of steps that name none`(word: String, executor: StepDefinition.Executor) throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "executor: \(word)\n")
        #expect(try tree.load().settings.executor == executor)
        let source = "directory: /\nsteps: { train: { run: [sh], executor: \(word) }, other: { run: [sh] } }\n"
        #expect(try read(source).steps.map(\.executor) == [nil, executor])
    }

    @Test(arguments: ["slurm", "ray", "kubernetes"]) func `name no executor that is not there`(word: String) {
        let found = problems("directory: /\nsteps: { train: { run: [sh], executor: \(word) } }\n")
        #expect(found.count == 1 && found[0].contains("steps.train.executor: "), "\(found)")
    }

    @Test(arguments: [("36h", Duration.seconds(129_600)), ("infinity", nil)] as [(String, Duration?)])
    func `say how often champions are read`(text: String, rest: Duration?) throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "verify_champions: \(text)\n")
        #expect(try tree.load().settings.readsChampionsEvery == rest)
        try tree.write("mlopsd.yaml", "verify_champions: 5min\n")
        #expect(tree.settingsProblems() == ["mlopsd.yaml:1:19: verify_champions: must be at least 1h"])
    }

    @Test func `F4 of drop-ins replace single keys in the order of their names`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_running_runs: 1\nlog_level: error\n")
        try tree.write("mlopsd.yaml.d/20-b.yaml", "max_running_runs: 3\n")
        try tree.write("mlopsd.yaml.d/10-a.yaml", "max_running_runs: 2\n")
        try tree.write("mlopsd.yaml.d/30-c.yaml", "# nothing\n")
        try tree.write("mlopsd.yaml.d/.40-hidden.yaml", "max_running_runs: 4\n")
        try tree.write("mlopsd.yaml.d/50-e.yaml.dpkg-dist", "max_running_runs: 5\n")
        let settings = try tree.load().settings
        #expect(settings.maxRunningRuns == 3)
        #expect(settings.logLevel == .error)
    }

    @Test func `F4 a drop-in stands without mlopsd.yaml`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml.d/10-a.yaml", "max_running_runs: 2\n")
        #expect(try tree.load().settings.maxRunningRuns == 2)
    }

    @Test func `F4 a link to the null device masks`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_running_runs: 1\n")
        try tree.link("mlopsd.yaml.d/10-a.yaml", to: "/dev/null")
        #expect(try tree.load().settings.maxRunningRuns == 1)
    }

    @Test func `F4 a dangling link and a loop are errors`() throws {
        let tree = try TemporaryTree()
        try tree.link("mlopsd.yaml.d/10-a.yaml", to: "nowhere.yaml")
        try tree.link("mlopsd.yaml.d/20-b.yaml", to: "20-b.yaml")
        #expect(
            tree.settingsProblems() == [
                "mlopsd.yaml.d/10-a.yaml: cannot read the file: the link leads nowhere; remove it, or link to /dev/null",
                "mlopsd.yaml.d/20-b.yaml: cannot read the file: Too many levels of symbolic links",
            ])
    }

    @Test func `F1 are refused with every problem and the file it is in`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_runing_runs: 1\nexecutor: slurm\n")
        try tree.write("mlopsd.yaml.d/10-a.yaml", "log_level: loud\n")
        try tree.write("mlopsd.yaml.d/20-b.yaml", "- a\n")
        #expect(
            Set(tree.settingsProblems()) == [
                "mlopsd.yaml:1:1: max_runing_runs: unknown key; did you mean \"max_running_runs\"?",
                "mlopsd.yaml:2:11: executor: slurm is not supported by this version of mlopsd; write executor: local",
                "mlopsd.yaml.d/10-a.yaml:1:12: log_level: must be one of debug, info, notice, warning, error, not "
                    + "\"loud\"",
                "mlopsd.yaml.d/20-b.yaml:1:1: the file must be a mapping, not a list",
            ])
    }

    @Test func `F5 that others could have written are refused`() throws {
        let tree = try TemporaryTree()
        try tree.write("mlopsd.yaml", "max_running_runs: 1\n")
        try tree.mode(0o664, "mlopsd.yaml")
        #expect(
            tree.settingsProblems() == [
                "mlopsd.yaml: cannot read the file: the file is writable by its group or by everybody; chmod go-w it"
            ])
    }

    @Test(arguments: ["pipelines.d", "mlopsd.yaml.d", "."])
    func `F5 in a directory that others may write to are refused`(name: String) throws {
        let tree = try TemporaryTree()
        try tree.mode(0o775, name)
        defer { try? tree.mode(0o755, name) }  // Only so that the tree can be removed.
        let problems = tree.settingsProblems()
        #expect(problems.count == 1 && problems[0].contains("the directory is writable by its group"))
    }
}
