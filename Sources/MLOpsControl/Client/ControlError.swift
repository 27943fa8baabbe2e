/// Why the daemon did not do what it was asked.
package enum ControlError: Error, Sendable, Hashable {
    /// No connection could be made: nothing was asked.
    ///
    /// `hint` is what to do about it; nil: what the cause mostly asks for.
    case unreachable(socket: String, cause: String, isPermission: Bool, hint: String? = nil)
    /// It did not answer in time; whether it did what it was asked is unknown.
    case timedOut(seconds: Double)
    /// The connection ended before the answer did; whether it did what it was asked is unknown.
    case interrupted(cause: String)
    /// It understood, and refused or failed.
    case refused(Problem)
    /// Its answer is not one of this version's.
    case unreadable(cause: String)
}
