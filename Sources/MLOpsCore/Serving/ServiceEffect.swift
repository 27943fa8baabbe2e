/// Something to do in the world for a service; numbers are those of generations.
package enum ServiceEffect: Hashable, Sendable {
    /// Answered by `rehearsed`.
    case rehearse(Int64, ServiceGoal)
    /// Start a server and ask until it is ready; answered by `answered`, and at its end by `ended`.
    case start(Int64, ServiceGoal)
    /// Lead new clients there.
    case point(Int64)
    /// Wait until no connection leads there; answered by `drained`.
    case drain(Int64, ServiceGoal)
    /// Answered by `ended`.
    case stop(Int64)
    /// There is nothing to serve: the address is given up.
    case close
    case answer(ticket: Int64, problem: String?)
    case tell(Notice.Kind, String, ModelVersionID)
}
