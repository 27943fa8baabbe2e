/// Whether the daemon can do all that its configuration asks for.
package enum DaemonState: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
    case ok, degraded
}
