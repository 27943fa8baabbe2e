import Synchronization

/// The requests that a fake daemon got, in order.
final class SeenRequests: Sendable {
    private let requests = Mutex<[FakeDaemon.Request]>([])

    var all: [FakeDaemon.Request] { requests.withLock { $0 } }

    func add(_ request: FakeDaemon.Request) { requests.withLock { $0.append(request) } }
}
