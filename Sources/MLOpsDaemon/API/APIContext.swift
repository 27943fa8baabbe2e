package import Hummingbird
package import NIOCore
import NIOPosix

/// What is known of a request before it is handled: who sent it.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
