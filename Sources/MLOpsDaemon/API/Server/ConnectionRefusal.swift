import NIOCore

/// Says in a few bytes that there is no room, and closes.
///
/// It waits for the channel to be active: before that a write does not end, and the listener would wait with it.
final class ConnectionRefusal: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private static let answer =
        "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n"

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        channel.writeAndFlush(ByteBuffer(string: Self.answer)).whenComplete { _ in channel.close(promise: nil) }
    }

    /// What a refused client sends is not read.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
