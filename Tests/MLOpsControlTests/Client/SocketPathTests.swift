import MLOpsControl
import Testing

@Suite struct `Socket path` {
    @Test(
        arguments: [
            ("/run/user/1000", "/run/user/1000/mlopsd/mlopsd.sock"),
            (nil, "/run/user/7/mlopsd/mlopsd.sock"),
            ("relative", "/run/user/7/mlopsd/mlopsd.sock"),
        ] as [(String?, String)])
    func `of a user's own daemon`(runtimeDirectory: String?, path: String) {
        #expect(SocketPath.user(runtimeDirectory: runtimeDirectory, uid: 7) == path)
    }
}
