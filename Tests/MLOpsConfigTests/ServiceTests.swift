import MLOpsConfig
import MLOpsCore
import Testing

@Suite struct `A service` {
    private static func definition(_ serve: String) -> String {
        """
        directory: /srv/churn
        parameters: { rate: 3 }
        steps: { train: { run: [python3, train.py] } }
        deploy: { target: model }
        serve: \(serve)
        """
    }

    @Test func `is read with its defaults`() throws {
        let definition = try read(Self.definition("{ run: [python3, serve.py], listen: \"127.0.0.1:8080\" }"))
        let expected = ServiceDefinition(
            arguments: ["python3", "serve.py"], address: .tcp(host: "127.0.0.1", port: 8080))
        #expect(definition.deployment?.service == expected)
        let plan = try #require(definition.servicePlan)
        #expect(plan.target == "/srv/churn/model" && plan.parameters.map(\.name) == ["rate"])
    }

    @Test func `is read whole`() throws {
        let definition = try read(
            Self.definition(
                """
                { run: [serve, "{model}", "{rate}", "{port}"], listen: predict.sock, pass: port, drain: 5s,
                  stop_timeout: 6s, check: [try, "{version}"], health: { path: /ping, names: nothing, within: 1min } }
                """))
        let expected = ServiceDefinition(
            arguments: ["serve", "{model}", "{rate}", "{port}"], address: .unix(path: "/srv/churn/predict.sock"),
            handover: .port, health: .init(path: "/ping", names: .nothing, within: .seconds(60)),
            check: ["try", "{version}"], drain: .seconds(5), stopTimeout: .seconds(6))
        #expect(definition.deployment?.service == expected)
    }

    @Test func `changes the id of a definition with everything it says`() throws {
        let texts = [
            "{ run: [a], listen: \"127.0.0.1:1\" }", "{ run: [b], listen: \"127.0.0.1:1\" }",
            "{ run: [a], listen: \"[::1]:1\" }", "{ run: [a], listen: \"127.0.0.1:1\", pass: port }",
            "{ run: [a], listen: \"127.0.0.1:1\", drain: 1s }",
            "{ run: [a], listen: \"127.0.0.1:1\", stop_timeout: 1s }",
            "{ run: [a], listen: \"127.0.0.1:1\", check: [c] }",
            "{ run: [a], listen: \"127.0.0.1:1\", health: { path: /h } }",
        ]
        let ids = try texts.map { try read(Self.definition($0)).id }
        #expect(Set(ids).count == texts.count)
    }

    @Test func `at the address of another is refused`() throws {
        let tree = try TemporaryTree()
        for name in ["a", "b"] {
            let text = """
                deploy: { target: /srv/\(name) }
                serve: { run: [serve], listen: "127.0.0.1:8080" }

                """
            try tree.write("pipelines.d/\(name).yaml", TemporaryTree.steps + text)
        }
        let configuration = try tree.load()
        #expect(configuration.pipelines.map(\.name.text) == ["a"])
        #expect(
            tree.relative(configuration.invalid[0].diagnostics) == [
                "pipelines.d/b.yaml:3:32: serve.listen: \"127.0.0.1:8080\" is the address of pipeline \"a\" "
                    + "(pipelines.d/a.yaml:3:32) too; give each service an address of its own"
            ])
    }
}
