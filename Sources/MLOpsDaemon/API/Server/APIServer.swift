import Glibc
import Hummingbird
import HummingbirdCore
package import Logging
import MLOpsControl
package import MLOpsLinux
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Serves the API on the Unix socket.
///
/// A connection whose client is gone is cancelled with whatever it was doing, and one over the limits is not begun.
package struct APIServer: Service {
    /// A connection that was admitted.
    private struct Connection: Sendable {
        let value: HTTP1Channel.Value
        let channel: any Channel
    }

    private let services: APIServices
    private let limits: APILimits
    private let passed: ListenDescriptor?
    private let logger: Logger
    private let whenListening: @Sendable () async -> Void

    /// - Parameters:
    ///   - passed: The listening socket that the service manager opened; nil: one is made.
    ///   - whenListening: Called once requests are accepted.
    package init(
        services: APIServices, limits: APILimits = .ofThisProcess, passed: ListenDescriptor? = nil, logger: Logger,
        whenListening: @escaping @Sendable () async -> Void
    ) {
        self.services = services
        self.limits = limits
        self.passed = passed
        self.logger = logger
        self.whenListening = whenListening
    }

    /// Who may do what is asked of each peer; but no one is let in who could not have any role.
    private var mode: mode_t {
        if services.paths.isUserInstance { return 0o600 }
        return services.roles.hasGroups ? 0o666 : 0o660
    }

    package func run() async throws {
        let table = ConnectionTable(limits: limits)
        let http = http()
        let listener = try await listen { channel in
            Peer.of(channel).flatMap { peer in
                guard table.admit(channel, of: peer?.user) else { return refuse(channel) }
                return begin(channel, http, table)
            }
        }
        // Connecting needs the right to write; until here only the owner had it. A passed socket has its unit's mode.
        if passed == nil { chmod(services.paths.socket, mode) }
        let own = passed == nil ? FileStatus(at: services.paths.socket)?.fingerprint : nil
        await whenListening()
        let closing = await withDiscardingTaskGroup { group in
            await accept(from: listener) { connection in
                group.addTask { await serve(connection, http) }
            }
            table.quiesce()
            return Task {
                guard (try? await Task.sleep(for: limits.stopDeadline)) != nil else { return }  // cancelled: all ended
                table.closeAll()
            }
        }
        closing.cancel()
        if let own { unlink(own) }
    }

    /// What stands there by now may be another daemon's.
    private func unlink(_ own: FileFingerprint) {
        guard let present = FileStatus(at: services.paths.socket)?.fingerprint else { return }
        guard present.device == own.device, present.inode == own.inode else { return }
        Glibc.unlink(services.paths.socket)
    }

    private func accept(
        from listener: NIOAsyncChannel<Connection?, Never>, _ take: (Connection) -> Void
    ) async {
        do {
            try await listener.executeThenClose { inbound in
                for try await connection in inbound.cancelOnGracefulShutdown() {
                    if let connection { take(connection) }
                }
            }
        } catch {
            logger.error("cannot accept connections any more: \(error)")
        }
    }

    private func serve(_ connection: Connection, _ http: HTTP1Channel) async {
        let task = Task { await http.handle(value: connection.value, logger: logger) }
        connection.channel.closeFuture.whenComplete { _ in task.cancel() }
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }
}

extension APIServer {
    private typealias Listener = NIOAsyncChannel<Connection?, Never>

    private func listen(
        _ initialize: @escaping @Sendable (any Channel) -> EventLoopFuture<Connection?>
    ) async throws -> Listener {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(ChannelOptions.backlog, value: 256)
            // Who sends a request and then shuts down sending still gets the answer.
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
        guard let passed else {
            return try await bootstrap.bind(
                unixDomainSocketPath: services.paths.socket, cleanupExistingSocketFile: true,
                childChannelInitializer: initialize)
        }
        // The channel closes what it is given, and so does the descriptor.
        return try await bootstrap.bind(
            try passed.descriptor.duplicate(), childChannelInitializer: initialize)
    }

    private func http() -> HTTP1Channel {
        let router = Router(context: APIContext.self)
        router.add(middleware: APIMiddleware(logger: logger))
        APIHandlers(services: services, limits: limits).register(on: router)
        let responder = router.buildResponder()
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerBytes, maxHeaderListSize: limits.headerBytes,
            maxHeaderFieldCount: limits.headers)
        return HTTP1Channel(
            responder: { request, writer, channel in
                let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
                let response = try await responder.respond(to: request, context: context)
                try await writer.write(response: response.head, body: response.body)
            }, configuration: .init(httpDecoderConfiguration: decoder))
    }

    private func begin(
        _ channel: any Channel, _ http: HTTP1Channel, _ table: ConnectionTable
    ) -> EventLoopFuture<Connection?> {
        http.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionGuard(limits: limits, table: table), position: .after(decoder))
            return Connection(value: value, channel: channel)
        }
    }

    private func refuse(_ channel: any Channel) -> EventLoopFuture<Connection?> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(ConnectionRefusal())
            return nil
        }
    }
}
