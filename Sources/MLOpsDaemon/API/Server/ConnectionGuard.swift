import MLOpsSchedule
import NIOCore
import NIOHTTP1

/// Ends connections that take longer than any honest client.
///
/// Whole requests have deadlines, not the silence between bytes: sending a byte from time to time buys no time.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: APILimits
    private let table: ConnectionTable
    private var deadline: Scheduled<Void>?
    private var stall: Scheduled<Void>?
    /// Requests that were begun and are not answered whole.
    private var unanswered = 0
    private var isReading = false

    init(limits: APILimits, table: ConnectionTable) {
        self.limits = limits
        self.table = table
    }

    func handlerAdded(context: ChannelHandlerContext) { expect(within: limits.headerDeadline, context) }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        stall?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            unanswered += 1
            isReading = true
            // What is sent ahead of an answer is not read before it.
            if unanswered == 1 {
                table.began(context.channel)
                expect(within: limits.bodyDeadline, context)
            }
        case .body: break
        case .end:
            isReading = false
            deadline?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { answered(context) }
        context.write(data, promise: promise)
    }

    private func answered(_ context: ChannelHandlerContext) {
        // After an answer to what was no request, or before the end of one, nothing that follows can be understood.
        let isLast = unanswered == 0 || isReading && unanswered == 1
        unanswered = max(0, unanswered - 1)
        if unanswered == 0 {
            table.rested(context.channel)
            expect(within: isLast ? limits.lingerDeadline : limits.idleDeadline, context)
        } else if isReading {
            expect(within: limits.bodyDeadline, context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stall?.cancel()
        stall = context.channel.isWritable ? nil : close(context, after: limits.stallDeadline)
        context.fireChannelWritabilityChanged()
    }

    private func expect(within duration: Duration, _ context: ChannelHandlerContext) {
        deadline?.cancel()
        deadline = close(context, after: duration)
    }

    private func close(_ context: ChannelHandlerContext, after duration: Duration) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: .microseconds(duration.microseconds)) {
            channel.close(promise: nil)
        }
    }
}
