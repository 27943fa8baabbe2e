/// What is to be served, and how.
package struct ServiceGoal: Hashable, Sendable, Codable {
    package var version: ModelVersionID
    package var plan: ServicePlan

    package init(version: ModelVersionID, plan: ServicePlan) {
        self.version = version
        self.plan = plan
    }
}
