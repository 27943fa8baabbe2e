/// A shim that was started for an attempt, as far as it is known before it has claimed the attempt.
package enum StartedShim: Sendable {
    case child(ProcessHandle)
    /// The service manager started it, in a unit of its own.
    ///
    /// The other end of the connection is closed when it has ended, or when it could not be started.
    case inUnit(connection: Descriptor)
}
