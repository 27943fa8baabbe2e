import Testing

@testable import MLOpsDaemon

@Suite struct `Bounds of the API` {
    @Test func `G3 leave the daemon most of few descriptors, and are no others with many`() {
        #expect(APILimits(descriptors: 96).connections == 32)
        #expect(APILimits(descriptors: 65_536).connections == APILimits().connections)
        #expect(APILimits(descriptors: .max).connections == APILimits().connections)
        #expect(APILimits.ofThisProcess.connections > 0)
    }
}
