import FoundationEssentials
import HTTPTypes
import Hummingbird
import MLOpsControl
import NIOCore
import ServiceLifecycle

extension Response {
    /// - Parameter retryAfter: Seconds after which the same request may be answered.
    init(problem: Problem, retryAfter: Int? = nil) throws {
        let body = ByteBuffer(bytes: try ControlJSON.encode(problem))
        self.init(
            status: .init(code: problem.status), headers: [.contentType: "application/problem+json"],
            body: .init(byteBuffer: body))
        if let retryAfter { headers[.retryAfter] = "\(retryAfter)" }
    }

    init(json value: some Encodable, status: HTTPResponse.Status = .ok) throws {
        self.init(jsonText: try ControlJSON.encode(value), status: status)
    }

    /// - Parameter text: One line without a line feed.
    init(jsonText text: some Sequence<UInt8>, status: HTTPResponse.Status = .ok) {
        var body = ByteBuffer(bytes: text)
        body.writeInteger(UInt8(ascii: "\n"))
        self.init(status: status, headers: [.contentType: "application/json"], body: .init(byteBuffer: body))
    }

    /// One JSON object a line, until the sequence ends, the client goes or the daemon stops.
    ///
    /// A client knows from the missing end of the answer that the daemon stopped.
    ///
    /// - Parameter permit: Given back with the answer.
    init<Lines: AsyncSequence & Sendable>(lines: Lines, _ permit: StreamPermits.Permit)
    where Lines.Element: Encodable & Sendable {
        self.init(
            status: .ok, headers: [.contentType: "application/x-ndjson"],
            body: .init { writer in
                defer { withExtendedLifetime(permit) {} }
                for try await line in lines.cancelOnGracefulShutdown() {
                    var buffer = ByteBuffer(bytes: try ControlJSON.encode(line))
                    buffer.writeInteger(UInt8(ascii: "\n"))
                    try await writer.write(buffer)
                }
                if Task.isShuttingDownGracefully { throw CancellationError() }
                try await writer.finish(nil)
            })
    }
}
