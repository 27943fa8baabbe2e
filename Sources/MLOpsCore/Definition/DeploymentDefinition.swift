/// Where a version that passed its gates goes live.
package struct DeploymentDefinition: Hashable, Sendable {
    /// An absolute path that is a symbolic link, or nothing yet; switched atomically.
    package var target: String

    package init(target: String) { self.target = target }
}
