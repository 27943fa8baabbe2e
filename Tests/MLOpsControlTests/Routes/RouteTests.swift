import MLOpsControl
import Testing

@Suite struct `Routes` {
    @Test func `targets take values in the order of the template`() {
        #expect(Route.model.target(["flights", "3"]) == "/v1/models/flights/3")
        #expect(
            Route.runs.target(query: [("pipeline", "flights"), ("outcome", nil), ("limit", "5")])
                == "/v1/runs?pipeline=flights&limit=5")
    }

    @Test(arguments: [
        ("a/../b", "/v1/pipelines/a%2F..%2Fb"),
        ("..", "/v1/pipelines/%2E%2E"),
        ("a b?c#d%", "/v1/pipelines/a%20b%3Fc%23d%25"),
        ("ü\r\n", "/v1/pipelines/%C3%BC%0D%0A"),
        ("v1.2", "/v1/pipelines/v1.2"),
    ])
    func `a hostile name stays in its place`(name: String, target: String) {
        #expect(Route.pipeline.target([name]) == target)
    }

    @Test func `no two routes have the same method and path`() {
        let keys = Route.allCases.map { "\($0.method.rawValue) \($0.template)" }
        #expect(Set(keys).count == keys.count)
    }

    @Test func `what is not a change has no body and takes no idempotency key`() {
        for route in Route.allCases where route.method == .get {
            #expect(route.bodyType == nil, "\(route)")
            #expect(!route.takesIdempotencyKey, "\(route)")
        }
    }
}
