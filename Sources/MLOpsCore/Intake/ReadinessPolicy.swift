/// How the files of one dataset prove that they are whole, with what its directory's file system can do.
package struct ReadinessPolicy: Hashable, Sendable {
    package var readiness: DatasetDefinition.Readiness
    /// How long a file without a lease must be at rest.
    package var settle: Duration
    /// How long a file that no one has open for writing must be at rest, for writers that open, write and close again.
    package var leaseQuiet: Duration
    package var allowsEmpty: Bool
    /// False on remote file systems, where a lease knows nothing of writers on other machines.
    package var usesLeases: Bool

    package init(
        readiness: DatasetDefinition.Readiness, settle: Duration = .seconds(10), leaseQuiet: Duration = .seconds(2),
        allowsEmpty: Bool = false, usesLeases: Bool = true
    ) {
        self.readiness = readiness
        self.settle = settle
        self.leaseQuiet = leaseQuiet
        self.allowsEmpty = allowsEmpty
        self.usesLeases = usesLeases
    }

    package init(_ dataset: DatasetDefinition, isRemote: Bool) {
        let settle = dataset.settle ?? (isRemote ? .seconds(60) : .seconds(10))
        self.init(
            readiness: dataset.readiness, settle: settle, leaseQuiet: min(settle, .seconds(2)),
            allowsEmpty: dataset.allowsEmpty, usesLeases: !isRemote && dataset.readiness != .quiet)
    }
}
