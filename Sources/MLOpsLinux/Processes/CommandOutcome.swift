/// What a short command of our own did.
package struct CommandOutcome: Hashable, Sendable {
    package let end: ProcessEnd
    /// The beginning of what it wrote, up to the limit.
    package let output: [UInt8]
    package let errorOutput: [UInt8]
    /// Bytes of both that were read and dropped.
    package let droppedBytes: Int
    /// Whether it was stopped because its time was up.
    package let hasTimedOut: Bool

    package var isSuccess: Bool { end == .exited(code: 0) && !hasTimedOut }
}
