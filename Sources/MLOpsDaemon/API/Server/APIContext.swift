package import Hummingbird
import NIOCore

/// What is known of a request before it is handled: on which connection it came.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    let channel: any Channel

    package init(source: Source) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
