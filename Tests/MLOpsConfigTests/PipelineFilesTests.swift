import Glibc
@testable import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `Files of pipelines` {
    @Test func `are read in the order of their names`() throws {
        let tree = try TemporaryTree()
        for name in ["b", "a", "c-1"] { try tree.write("pipelines.d/\(name).yaml") }
        #expect(try tree.load().pipelines.map(\.name.text) == ["a", "b", "c-1"])
    }

    @Test func `F2 of which one is invalid leave the others alone`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", "steps: {\n")
        try tree.write("pipelines.d/b.yaml")
        let configuration = try tree.load()
        #expect(configuration.pipelines.map(\.name.text) == ["b"])
        #expect(configuration.invalid.map(\.name.text) == ["a"])
        #expect(configuration.invalid[0].path == "\(tree.path)/pipelines.d/a.yaml")
    }

    @Test func `that editors and packages leave behind are passed over`() throws {
        let tree = try TemporaryTree()
        for name in ["a.yaml~", ".a.yaml.swp", "a.yaml.dpkg-old", "a.yaml.sample", "README", ".hidden.yaml"] {
            try tree.write("pipelines.d/\(name)", "nonsense")
        }
        #expect(try tree.load() == Configuration())
    }

    @Test func `with a near miss of an ending are warned of`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yml")
        #expect(tree.relative(try tree.load().warnings) == ["pipelines.d/a.yml: the file is not read; name it a.yaml"])
    }

    @Test(arguments: [
        "-x", "Churn", "churn_model", "1st", "ch\u{FC}rn", "a b", "all", "mlopsd", "a.b", "a\u{1b}[31m", "x\nUser=root",
        String(repeating: "x", count: 42), "..", "", "$(id)", "%n",
    ])
    func `F7 with names that are no names are refused`(name: String) throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/\(name).yaml")
        let configuration = try tree.load()
        #expect(configuration.pipelines.isEmpty)
        // A name that begins with a dot hides the file, as everywhere.
        #expect(configuration.invalid.count == (name.isEmpty || name.hasPrefix(".") ? 0 : 1))
    }

    /// A pipeline's name is that of its models: two that a person, or a file system, takes for one can not both be there.
    @Test(arguments: ["CHURN", "Churn", "ch\u{FC}rn", "chu\u{308}rn", "\u{FF43}hurn", "churn\u{200B}", "сhurn"])
    func `H7 that only letters of another case or form tell apart are refused`(name: String) throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/churn.yaml")
        try tree.write("pipelines.d/\(name).yaml")
        let configuration = try tree.load()
        #expect(configuration.pipelines.map(\.name.text) == ["churn"])
        #expect(configuration.invalid.count == 1)
    }

    @Test func `F7 with the longest name are read`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/\(String(repeating: "x", count: 41)).yaml")
        #expect(try tree.load().pipelines.count == 1)
    }

    @Test func `F4 may be links inside the directory`() throws {
        let tree = try TemporaryTree()
        try tree.directories("shared")
        try tree.write("shared/one.yaml")
        try tree.link("pipelines.d/a.yaml", to: "../shared/one.yaml")
        #expect(try tree.load().pipelines.map(\.name.text) == ["a"])
    }

    @Test func `F4 that link to the null device are not there`() throws {
        let tree = try TemporaryTree()
        try tree.link("pipelines.d/a.yaml", to: "/dev/null")
        #expect(try tree.load() == Configuration())
    }

    @Test func `F5 that lead out of the directory are refused`() throws {
        let tree = try TemporaryTree()
        let other = try TemporaryTree()
        try other.write("pipelines.d/a.yaml")
        try tree.link("pipelines.d/a.yaml", to: "\(other.path)/pipelines.d/a.yaml")
        try tree.link("pipelines.d/b.yaml", to: "/etc/shadow")
        let problems = try tree.invalid()
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.contains("out of") })
    }

    @Test(arguments: [0o666, 0o664, 0o622]) func `F5 that others may write to are refused`(mode: Int) throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml")
        try tree.mode(mode, "pipelines.d/a.yaml")
        #expect(
            try tree.invalid() == [
                "pipelines.d/a.yaml: cannot read the file: the file is writable by its group or by everybody; "
                    + "chmod go-w it"
            ])
    }

    @Test(.enabled(if: geteuid() == 0, "only root can give a file away"))
    func `F5 that belong to another user are refused`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml")
        #expect(chown("\(tree.path)/pipelines.d/a.yaml", 12_345, 12_345) == 0)
        #expect(try tree.invalid().first?.contains("belongs to user 12345") == true)
    }

    @Test func `F5 that are no files are refused without waiting`() throws {
        let tree = try TemporaryTree()
        #expect(mkfifo("\(tree.path)/pipelines.d/a.yaml", 0o600) == 0)
        try tree.directories("pipelines.d/b.yaml")
        #expect(
            try tree.invalid() == [
                "pipelines.d/a.yaml: cannot read the file: it is not a regular file",
                "pipelines.d/b.yaml: cannot read the file: it is not a regular file",
            ])
    }

    @Test func `F1 of 100 MB are refused without being read`() throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", "")
        #expect(truncate("\(tree.path)/pipelines.d/a.yaml", 100 << 20) == 0)
        #expect(try tree.invalid().first?.contains("it has 104857600 bytes, more than are accepted") == true)
    }

    @Test(arguments: [
        ("/srv/model", "\"/srv/model\" is the target of pipeline \"a\" (pipelines.d/a.yaml:2:19) too"),
        ("/srv//x/../model/", "\"/srv/model\" is the target of pipeline \"a\" (pipelines.d/a.yaml:2:19) too"),
        ("/srv/model/de", "\"/srv/model/de\" is inside the target of pipeline \"a\" (pipelines.d/a.yaml:2:19)"),
        ("/srv", "the target of pipeline \"a\" (pipelines.d/a.yaml:2:19) is inside \"/srv\""),
    ])
    func `that deploy to the target of another are refused`(target: String, problem: String) throws {
        let tree = try TemporaryTree()
        try tree.write("pipelines.d/a.yaml", TemporaryTree.steps + "deploy: { target: /srv/model }\n")
        try tree.write("pipelines.d/b.yaml", TemporaryTree.steps + "deploy: { target: \(target) }\n")
        try tree.write("pipelines.d/c.yaml", TemporaryTree.steps + "deploy: { target: /srv2/model.c }\n")
        let configuration = try tree.load()
        #expect(configuration.pipelines.map(\.name.text) == ["a", "c"])
        #expect(
            tree.relative(configuration.invalid[0].diagnostics) == [
                "pipelines.d/b.yaml:2:19: deploy.target: \(problem); give each pipeline a target of its own"
            ])
    }

    @Test func `that deploy to the target of another by way of a link are refused`() throws {
        let tree = try TemporaryTree()
        try tree.directories("srv", "versions")
        try tree.link("way", to: "srv")
        try tree.link("srv/model", to: "\(tree.path)/versions")
        for (name, target) in [("a", "srv/model"), ("b", "way/model"), ("c", "srv/model/c"), ("d", "srv/d")] {
            try tree.write(
                "pipelines.d/\(name).yaml", TemporaryTree.steps + "deploy: { target: \(tree.path)/\(target) }\n")
        }
        let configuration = try tree.load()
        #expect(configuration.pipelines.map(\.name.text) == ["a", "d"])
        let problems = tree.relative(configuration.invalid.flatMap(\.diagnostics))
        #expect(problems.count == 2)
        #expect(problems[0].contains("is the target of pipeline \"a\" (pipelines.d/a.yaml:2:19) too"))
        #expect(problems[1].contains("is inside the target of pipeline \"a\" (pipelines.d/a.yaml:2:19)"))
    }
}
