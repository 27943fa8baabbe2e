/// Where this instance keeps its things; all absolute.
package struct DaemonPaths: Hashable, Sendable {
    package var configuration: String
    package var state: String
    package var socket: String
    package var isUserInstance: Bool

    package init(configuration: String, state: String, socket: String, isUserInstance: Bool) {
        self.configuration = configuration
        self.state = state
        self.socket = socket
        self.isUserInstance = isUserInstance
    }

    package var database: String { state + "/metadata.db" }
    package var predictions: String { state + "/predictions" }
    package var runs: String { state + "/runs" }
    /// Records of short commands that run in units of their own.
    var commands: String { state + "/commands" }
    package var models: String { state + "/models" }
}
