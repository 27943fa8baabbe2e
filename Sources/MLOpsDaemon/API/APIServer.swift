import Glibc
package import Hummingbird
package import Logging
import MLOpsControl
import NIOCore
import ServiceLifecycle

/// Serves the API on the Unix socket.
package struct APIServer: Service {
    private let services: APIServices
    private let logger: Logger
    private let whenListening: @Sendable () async -> Void

    /// - Parameter whenListening: Called once requests are accepted.
    package init(services: APIServices, logger: Logger, whenListening: @escaping @Sendable () async -> Void) {
        self.services = services
        self.logger = logger
        self.whenListening = whenListening
    }

    package func run() async throws {
        let router = Router(context: APIContext.self)
        router.add(middleware: APIMiddleware())
        APIHandlers(services: services).register(on: router)
        let path = services.paths.socket
        let application = Application(
            router: router,
            configuration: .init(address: .unixDomainSocket(path: path), serverName: nil),
            onServerRunning: { [whenListening] _ in
                // Connecting needs the right to write; until here only the owner had it.
                chmod(path, 0o660)
                await whenListening()
            },
            logger: logger)
        try await application.run()
    }
}
