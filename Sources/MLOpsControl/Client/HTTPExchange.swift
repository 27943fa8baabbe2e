import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// One request and its answer on a connection of their own.
struct HTTPExchange: Sendable {
    typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    var endpoint: ControlEndpoint
    /// nil: the answer may pause for as long as it likes.
    var silenceSeconds: Double?

    /// Calls `receive` for each part of a successful answer's body until it returns false.
    ///
    /// Any other answer is thrown as the problem that it describes.
    func perform(
        _ request: HTTPRequest, receive: (Data) async throws(ControlError) -> Bool
    ) async throws(ControlError) {
        let connection = try await connect()
        do {
            try await connection.executeThenClose { inbound, outbound in
                // In one write: a daemon that answers before it has read everything may close, and a later part would
                // then fail before the answer is read.
                try await outbound.write(contentsOf: request.parts)
                try await Self.read(inbound, receive)
            }
        } catch let error as ControlError {
            throw error
        } catch is SilenceHandler.Silence {
            throw .timedOut(seconds: silenceSeconds ?? 0)
        } catch {
            throw .interrupted(cause: Self.text(error))
        }
    }

    private static func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        _ receive: (Data) async throws(ControlError) -> Bool
    ) async throws {
        var problem: ProblemReader?
        for try await part in inbound {
            switch part {
            case .head(let head) where !(200..<300).contains(head.status.code):
                problem = ProblemReader(status: Int(head.status.code), title: head.status.reasonPhrase)
            case .head: break
            case .body(let buffer) where problem != nil: problem?.add(Data(buffer.readableBytesView))
            case .body(let buffer):
                guard try await receive(Data(buffer.readableBytesView)) else { return }
            case .end:
                if let problem { throw ControlError.refused(problem.problem) }
                return
            }
        }
        throw ControlError.interrupted(cause: "the connection was closed before the end of the answer")
    }
}

extension HTTPExchange {
    /// Lives as long as the process; one thread is enough, because a command waits for one answer at a time.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private func connect() async throws(ControlError) -> Connection {
        do {
            switch endpoint {
            case .socket(let path):
                return try await connect(to: path)
            case .connected(_, let connect):
                let socket = try connect()
                return try await ClientBootstrap(group: Self.group).withConnectedSocket(
                    socket, channelInitializer: initialize)
            }
        } catch let error as ControlError {
            throw error
        } catch {
            let code = (error as? IOError)?.errnoCode
            throw .unreachable(
                socket: endpoint.name, cause: Self.text(error), isPermission: code == EACCES || code == EPERM)
        }
    }

    /// Waits its turn as a blocking connect(2) does: while more wait to be accepted than the kernel keeps, it says EAGAIN.
    private func connect(to path: String) async throws -> Connection {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(5)
        while true {
            do {
                return try await ClientBootstrap(group: Self.group).connectTimeout(.seconds(5))
                    .connect(unixDomainSocketPath: path, channelInitializer: initialize)
            } catch let error as IOError where error.errnoCode == EAGAIN && clock.now < deadline {
                try await clock.sleep(for: .milliseconds(10))
            }
        }
    }

    private var initialize: @Sendable (any Channel) -> EventLoopFuture<Connection> {
        { [silenceSeconds] channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let silenceSeconds {
                    let timeout = TimeAmount.nanoseconds(Int64(silenceSeconds * 1e9))
                    try pipeline.addHandlers([IdleStateHandler(readTimeout: timeout), SilenceHandler()])
                }
                try pipeline.addHTTPClientHandlers()
                return try Connection(wrappingChannelSynchronously: channel)
            }
        }
    }

    private static func text(_ error: any Error) -> String {
        switch error {
        case let error as IOError: SystemErrorText.text(error.errnoCode)
        case SocketAddressError.unixDomainSocketPathTooLong: "the path is longer than a socket's name can be"
        default: "\(error)"
        }
    }
}

/// Ends the reading of an answer of which nothing came for too long; whoever reads then closes the connection.
private final class SilenceHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    struct Silence: Error {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        context.fireErrorCaught(Silence())
    }
}
