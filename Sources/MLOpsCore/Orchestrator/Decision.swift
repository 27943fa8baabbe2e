/// What an event leads to: mutations to commit in one transaction, then commands to perform, and words for people.
package struct Decision: Hashable, Sendable {
    package var mutations: [Mutation] = []
    package var commands: [Command] = []
    package var notices: [Notice] = []
    /// Only for `Event.demanded`.
    package var reply: Reply?

    package init() {}
}
