/// Everything that can happen to a service.
package enum ServiceEvent: Hashable, Sendable {
    /// What an earlier daemon left: the servers that live, and the one that clients are led to.
    case adopted([Adopted], current: Int64?, lastNumber: Int64)
    /// What the record says shall be served; nil: nothing. It ends a trial.
    case wanted(ServiceGoal?)
    /// A deployment wants to know whether this can be served, and that it is; answered under the ticket.
    indirect case tried(ticket: Int64, ServiceGoal?)
    /// A deployment failed, and this is to be served as before; answered under the ticket.
    indirect case restored(ticket: Int64, ServiceGoal?)
    /// The throw-away process has shown that the model works; or why it does not.
    case rehearsed(Int64, problem: String?)
    /// The server is ready; or why it is not.
    case answered(Int64, problem: String?)
    /// Clients could not be led to the server.
    case pointingFailed(Int64, reason: String)
    /// No connection leads to the server any more, or they had time enough.
    case drained(Int64)
    case ended(Int64, reason: String)
    case ticked

    package struct Adopted: Hashable, Sendable {
        package var number: Int64
        package var goal: ServiceGoal

        package init(number: Int64, goal: ServiceGoal) {
            self.number = number
            self.goal = goal
        }
    }
}
