import Dispatch
import FoundationEssentials
import Glibc

/// One request and its answer on a connection of their own.
///
/// Waits in a thread of its own: a command asks one question at a time, and an event loop for it costs more than the
/// daemon's answer does.
struct HTTPExchange: Sendable {
    var endpoint: ControlEndpoint
    /// nil: the answer may pause for as long as it likes.
    var silenceSeconds: Double?

    private static let queue = DispatchQueue(label: "mlopsd.exchange", attributes: .concurrent)

    /// Calls `receive` for each part of a successful answer's body until it returns false.
    ///
    /// Any other answer is thrown as the problem that it describes.
    func perform(
        _ request: HTTPRequest, receive: (Data) async throws(ControlError) -> Bool
    ) async throws(ControlError) {
        let line = try await Self.apart { () throws(ControlError) in try connect(sending: request.bytes) }
        var reader = HTTPAnswerReader()
        var problem: ProblemReader?
        var parts = try await firstParts(of: &reader, over: line)
        while true {
            for part in parts {
                switch part {
                case .head(let status, let title):
                    if !(200..<300).contains(status) { problem = ProblemReader(status: status, title: title) }
                case .body(let bytes) where problem != nil: problem?.add(Data(bytes))
                case .body(let bytes): guard try await receive(Data(bytes)) else { return }
                case .end:
                    if let problem { throw .refused(problem.problem) }
                    return
                }
            }
            parts = try await nextParts(of: &reader, from: line.socket)
        }
    }

    /// Where nothing comes at all, whoever made the connection may know why.
    private func firstParts(
        of reader: inout HTTPAnswerReader, over line: Line
    ) async throws(ControlError) -> [HTTPAnswerReader.Part] {
        do throws(ControlError) {
            return try await nextParts(of: &reader, from: line.socket)
        } catch {
            guard case .interrupted = error, let cause = try await Self.apart({ line.whyNothingCame() }) else {
                throw error
            }
            throw cause
        }
    }

    private func nextParts(
        of reader: inout HTTPAnswerReader, from socket: ControlSocket
    ) async throws(ControlError) -> [HTTPAnswerReader.Part] {
        let bytes = try await Self.apart { [silenceSeconds] () throws(ControlError) in
            do throws(ControlSocket.Failure) {
                return try socket.read(silenceSeconds: silenceSeconds)
            } catch {
                throw .interrupted(cause: error.text)
            }
        } onCancel: {
            socket.interrupt()
        }
        guard let bytes else { throw .timedOut(seconds: silenceSeconds ?? 0) }
        return try bytes.isEmpty ? reader.partsAtEnd() : reader.parts(adding: bytes)
    }

    /// Does what waits where it keeps no task from running.
    private static func apart<Value: Sendable>(
        _ work: @escaping @Sendable () throws(ControlError) -> Value, onCancel: @Sendable () -> Void = {}
    ) async throws(ControlError) -> Value {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, ControlError>, Never>) in
                queue.async { continuation.resume(returning: Result(catching: work)) }
            }
        } onCancel: {
            onCancel()
        }
        return try result.get()
    }
}

extension HTTPExchange {
    /// A socket, and what is known where nothing comes over it.
    private struct Line {
        var socket: ControlSocket
        var whyNothingCame: @Sendable () -> ControlError? = { nil }
    }

    private func connect(sending bytes: [UInt8]) throws(ControlError) -> Line {
        let line: Line
        switch endpoint {
        case .socket(let path): line = Line(socket: try connect(to: path))
        case .connected(_, let connect):
            let made = try connect()
            line = Line(socket: ControlSocket(owning: made.descriptor), whyNothingCame: made.whyNothingCame)
        }
        // A daemon that answers before it has read everything may close: its answer is still to be read.
        do throws(ControlSocket.Failure) {
            try line.socket.write(bytes)
        } catch  where error.code == EPIPE || error.code == ECONNRESET {
        } catch {
            throw .interrupted(cause: error.text)
        }
        return line
    }

    private func connect(to path: String) throws(ControlError) -> ControlSocket {
        do throws(ControlSocket.Failure) {
            return try ControlSocket(connectingTo: path)
        } catch {
            throw .unreachable(
                socket: endpoint.name, cause: error.text, isPermission: error.code == EACCES || error.code == EPERM)
        }
    }
}
