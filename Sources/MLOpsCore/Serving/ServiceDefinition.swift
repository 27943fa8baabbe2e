/// The prediction service that the daemon runs for a pipeline, always with the champion.
package struct ServiceDefinition: Hashable, Sendable, Codable {
    /// Where clients find it.
    package enum Address: Hashable, Sendable, Codable {
        /// An address of this machine in numbers, and a port.
        case tcp(host: String, port: UInt16)
        case unix(path: String)
    }

    /// How a server is told where it shall listen.
    package enum Handover: String, Sendable, Codable, CaseIterable {
        /// It finds a listening socket as descriptor 3, with `LISTEN_FDS` as sd_listen_fds(3) says.
        case socket
        /// It finds the number of a port of the loopback interface in `PORT`, and wherever an argument says `{port}`.
        case port
    }

    /// The question that tells whether a server is ready.
    package struct Health: Hashable, Sendable, Codable {
        package enum Naming: String, Sendable, Codable, CaseIterable {
            /// The version stands in the answer.
            case version
            /// The answer is enough: only this server can have given it.
            case nothing
        }

        package var path: String
        package var names: Naming
        /// From the start of a server to its good answer.
        package var within: Duration

        package init(path: String = "/healthz", names: Naming = .version, within: Duration = .seconds(120)) {
            self.path = path
            self.names = names
            self.within = within
        }
    }

    /// Program and arguments of the server.
    package var arguments: [String]
    package var address: Address
    package var handover: Handover
    package var health: Health
    /// Program and arguments that try a model before a server is started with it; nil: a server is, and ended again.
    package var check: [String]?
    /// How long the connections to a server that is replaced may take to end before it is told to stop.
    package var drain: Duration
    /// From SIGTERM to SIGKILL.
    package var stopTimeout: Duration

    package init(
        arguments: [String], address: Address, handover: Handover = .socket, health: Health = Health(),
        check: [String]? = nil, drain: Duration = .seconds(30), stopTimeout: Duration = .seconds(30)
    ) {
        self.arguments = arguments
        self.address = address
        self.handover = handover
        self.health = health
        self.check = check
        self.drain = drain
        self.stopTimeout = stopTimeout
    }
}

extension ServiceDefinition.Address: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): path
        }
    }
}
