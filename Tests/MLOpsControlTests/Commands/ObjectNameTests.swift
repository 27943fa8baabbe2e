import Testing

@testable import mlopsctl

@Suite struct `Names of things` {
    @Test(
        arguments: [
            ("r17", .run("r17")), ("d3", .decision("d3")), ("l4", .deployment("l4")), ("q5", .request("q5")),
            ("churn/3", .version(pipeline: "churn", number: "3")), ("churn", .pipeline("churn")),
            ("r", .pipeline("r")), ("r17a", .pipeline("r17a")), ("churn/weekly", .pipeline("churn/weekly")),
            ("", .pipeline("")), ("r١", .pipeline("r١")),
        ] as [(String, ObjectName)])
    func `are told by their form`(text: String, name: ObjectName) {
        #expect(ObjectName(text) == name)
    }
}
