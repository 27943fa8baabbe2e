import MLOpsControl
import Testing

@Suite struct `Socket path` {
    /// Nobody has this uid, so nobody has its runtime directory.
    private static let nobody: UInt32 = 4_294_967_294

    @Test(
        arguments: [
            ("/run/user/1000", "/run/user/1000/mlopsd/mlopsd.sock"), (nil, "/state/mlopsd/mlopsd.sock"),
            ("relative", "/state/mlopsd/mlopsd.sock"),
        ] as [(String?, String)])
    func `of a user's own daemon`(runtimeDirectory: String?, path: String) {
        let socket = SocketPath.user(
            runtimeDirectory: runtimeDirectory, uid: Self.nobody, stateDirectory: "/state")
        #expect(socket == path)
    }
}
