import Glibc
import MLOpsLinux
import Testing

/// What systemd does for a socket unit with `Accept=yes`.
struct SocketActivation {
    let path: String
    private let listener: Descriptor

    init(at path: String) throws {
        self.path = path
        listener = Descriptor(owning: try UnixSocket.bind(path, type: SOCK_STREAM))
        try #require(listen(listener.number, 8) == 0)
    }

    func startShim(environment: [String] = []) async throws {
        let connection = Descriptor(owning: accept(listener.number, nil, nil))
        var request = SpawnRequest(arguments: [try Attempt.shim, "--wait"], environment: environment)
        request.standardInput = connection
        let process = try ProcessHandle.spawn(request)
        try Attempt.monitor.whenEnded(process) { _ in }
    }
}
