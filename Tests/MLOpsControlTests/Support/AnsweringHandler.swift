import NIOCore
import NIOHTTP1

/// Reads a whole request and writes the answer that a test has for it.
final class AnsweringHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let seen: SeenRequests
    private let answer: @Sendable (FakeDaemon.Request) throws -> FakeDaemon.Answer
    private var head: HTTPRequestHead?
    private var body = ""

    init(seen: SeenRequests, answer: @escaping @Sendable (FakeDaemon.Request) throws -> FakeDaemon.Answer) {
        self.seen = seen
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body(let buffer): body += String(buffer: buffer)
        case .end: finish(context)
        }
    }

    private func finish(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let headers = Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        let request = FakeDaemon.Request(
            method: head.method.rawValue, target: head.uri, headers: headers, body: body)
        seen.add(request)
        do {
            write(try answer(request), context)
        } catch {
            context.close(promise: nil)
        }
    }

    private func write(_ answer: FakeDaemon.Answer, _ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
            headers: ["Content-Type": answer.type, "Transfer-Encoding": "chunked"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        for part in answer.parts {
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: part)))), promise: nil)
        }
        switch answer.end {
        case .complete:
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
        case .cut: context.close(promise: nil)
        case .silence: context.flush()
        }
    }
}
