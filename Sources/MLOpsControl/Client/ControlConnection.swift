/// A connection that something else than this program made.
package struct ControlConnection: Sendable {
    /// Of a connected stream socket; whoever gets it closes it.
    package var descriptor: Int32
    /// Why it ended before anything came over it; nil: it did not fail as far as it knows.
    ///
    /// Called once, after that end.
    package var whyNothingCame: @Sendable () -> ControlError?

    package init(descriptor: Int32, whyNothingCame: @escaping @Sendable () -> ControlError?) {
        self.descriptor = descriptor
        self.whyNothingCame = whyNothingCame
    }
}
