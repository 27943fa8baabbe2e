import MLOpsControl
import Testing

/// What a model was made from, and what became of a file.
@Suite struct `Lineage` {
    private static let pipeline = Pipeline.watching(
        Pipeline.training + "\npython3 train.py",
        more: """
            gates: { model: [{ metric: f1, at_least: 0.5 }] }
            deploy: { target: "@ROOT@/live" }
            """)

    @Test func `goes back to data, code and environment, and forth to what went live`() async throws {
        try await withDaemon(pipeline: Self.pipeline) { daemon in
            try daemon.sandbox.write("print(1)\n", to: "src/train.py")
            try daemon.sandbox.write("numpy==1.0\n", to: "src/requirements.txt")
            try daemon.sandbox.deliver("good.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("poor.csv", "0.3\n")
            _ = try await daemon.ended("r2")
            let environment = try await eventually("the environment does not become known: \(daemon.log)") {
                try await daemon.ask("show", "r1", as: RunDetail.self).environment
            }
            #expect(environment.code.map(\.path) == ["train.py"])
            #expect(environment.locks.map(\.path) == ["requirements.txt"])
            #expect(environment.machine.cores > 0 && environment.machine.memoryBytes > 1 << 20)
            #expect(environment.programs.first?.name == "/bin/sh" && environment.programs.first?.digest?.count == 64)
            let page = try await daemon.ctl(["show", "r1"]).output
            #expect(page.contains("Machine") && page.contains("requirements.txt"))

            let version: LineageResponse = try await daemon.ask("lineage", "p/1")
            let run = try #require(version.root.children.first { $0.kind == .run })
            #expect(run.children.contains { $0.kind == .code && $0.id == "train.py" })
            #expect(run.children.contains { $0.kind == .environment })
            let file = try #require(run.children.first { $0.kind == .dataset }?.children.first)
            #expect(file.id == "good.csv")
            #expect(version.root.children.contains { $0.kind == .deployment && $0.id == "l1" })

            let good: FileLineageResponse = try await daemon.ask("lineage", daemon.sandbox.path + "/in/good.csv")
            #expect(good.contents.map(\.digest) == [file.digest])
            #expect(good.contents[0].children.map(\.id) == ["r2", "r1"])
            #expect(good.contents[0].children[1].children.map(\.id) == ["p/1"])
            #expect(good.contents[0].children[1].children[0].children.map(\.id) == ["l1"])
            let poor: FileLineageResponse = try await daemon.ask("lineage", daemon.sandbox.path + "/in/poor.csv")
            #expect(poor.contents[0].children.map(\.id) == ["r2"])
            let reached = poor.contents[0].children[0].children.map(\.children.count)
            #expect(reached == [0], "p/2 never went live")
            let digest = try #require(file.digest)
            let same: FileLineageResponse = try await daemon.ask("lineage", "sha256:\(digest)")
            #expect(same.contents.count == 1)
            let malformed = try await daemon.ctl(["lineage", "sha256:12"])
            #expect(malformed.end != .exited(0) && malformed.errors.contains("64 hexadecimal digits"))
            let nothing = try await daemon.ctl(["lineage", daemon.sandbox.path + "/in/other.csv"])
            #expect(nothing.end == .exited(4) && nothing.errors.contains("in the record"), "\(nothing)")
            let outside = try await daemon.ctl(["lineage", "/nonexistent.csv"])
            #expect(outside.end == .exited(4) && outside.errors.contains("directory of no dataset"), "\(outside)")
            for (arguments, text) in [
                (["tag", "p/1", "a b=c"], "\"a b\" is no tag"), (["show", "p/1/2"], "no pipeline \"p/1/2\""),
            ] {
                let result = try await daemon.ctl(arguments)
                #expect(result.end != .exited(0) && result.errors.contains(text), "\(result.errors)")
            }

            let graph = try await daemon.ctl(["lineage", "p/1", "--dot"]).output
            #expect(graph.hasPrefix("digraph lineage {\n") && graph.hasSuffix("}\n"))
            #expect(graph.contains("label=\"version p/1"))
        }
    }

    @Test func `names the packages of the interpreter that ran`() async throws {
        let pipeline = """
            directory: "@ROOT@/src"
            policy: { cooldown: 0s }
            steps:
              main: { run: [python3, train.py] }
            """
        try await withDaemon(pipeline: pipeline) { daemon in
            let script = [
                "import os",
                "names = ('RUN_ID', 'STEP', 'ATTEMPT')",
                "open('starts', 'a').write(' '.join(os.environ['MLOPS_' + name] for name in names) + chr(10))",
            ].joined(separator: "\n")
            try daemon.sandbox.write(script, to: "src/train.py")
            let run = try await daemon.run()
            #expect(try await daemon.ended(run).run.outcome == .succeeded)
            let environment = try await eventually("the environment does not become known: \(daemon.log)") {
                try await daemon.client.get(.run, [run], as: RunDetail.self).environment
            }
            let program = try #require(environment.programs.first)
            #expect(program.problem == nil && program.version?.hasPrefix("3.") == true, "\(program)")
            #expect(program.packages != nil && program.path?.contains("python3") == true)
            let code = environment.code.map(\.path)
            #expect(code == ["train.py"])
        }
    }
}
