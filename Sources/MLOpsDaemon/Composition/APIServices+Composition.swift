import Logging
import MLOpsControl
import MLOpsCore
import MLOpsStore

extension APIServices {
    /// Adds what is done on demand beside the event loop; returns what does some of it by itself as well.
    mutating func addWork(
        _ paths: DaemonPaths, _ programs: DaemonPrograms, _ store: SQLiteMetadataStore,
        _ source: ConfigurationSource, _ units: CommandUnits?, _ logger: Logger
    ) -> Pruner {
        configuration = { source.configuration }
        let reproducer = Reproducer.make(paths, programs, store, source, units)
        reproductions = reproducer.begin
        reproduction = reproducer.answer
        let pruner = Pruner(state: paths.state, store: store, inbox: inbox, logger: logger)
        prune = { try await pruner.prune($0, isDry: $1, now: Moment.now.wall) }
        return pruner
    }

    /// Who may do what, and where that is written down.
    mutating func addRoles(_ paths: DaemonPaths, _ programs: DaemonPrograms, _ logger: Logger) {
        stepSocket = programs.stepSocket
        audit = CommandAudit(logger: logger)
        roles = .ofThisHost(paths, programs)
    }
}

extension Reproducer {
    /// Its steps are of the users that those of runs are of.
    static func make(
        _ paths: DaemonPaths, _ programs: DaemonPrograms, _ store: SQLiteMetadataStore,
        _ source: ConfigurationSource, _ units: CommandUnits?
    ) -> Reproducer {
        Reproducer(
            state: paths.state, store: store, base: .of(programs), units: units, definitions: source.pinned,
            now: { .now })
    }
}

extension RoleTable {
    /// The system's steps run as its own user too: where they are in units, commands come from people.
    fileprivate static func ofThisHost(_ paths: DaemonPaths, _ programs: DaemonPrograms) -> RoleTable {
        ofThisHost(ownRole: paths.isUserInstance || programs.stepSocket == nil ? .admin : .viewer)
    }
}
