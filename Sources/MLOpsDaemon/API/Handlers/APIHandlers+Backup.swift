import HTTPTypes
import Hummingbird
import MLOpsControl
import NIOCore
import ServiceLifecycle

/// The whole record, for whoever keeps copies of it.
extension APIHandlers {
    private static let partBytes = 256 << 10

    /// The answer begins when the copy is made and checked; one that breaks off is shorter than it says.
    func backup() async throws -> Response {
        let copy = try await RecordCopy.make(of: services.store, at: services.paths.state + "/backup.db")
        let body = ResponseBody(contentLength: copy.size) { writer in
            var offset = 0
            while offset < copy.size {
                if Task.isShuttingDownGracefully { throw CancellationError() }
                let bytes = try copy.bytes(at: offset, count: Self.partBytes)
                try await writer.write(ByteBuffer(bytes: bytes))
                offset += bytes.count
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/vnd.sqlite3"], body: body)
    }
}
