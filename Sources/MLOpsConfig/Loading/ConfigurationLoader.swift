/// Reads the configuration directory: `mlopsd.yaml`, `mlopsd.yaml.d/*.yaml` and `pipelines.d/NAME.yaml`.
package struct ConfigurationLoader: Sendable {
    private let directory: String
    private let zones: (any ZoneSource)?
    private let statePath: String?
    private let host: (any HostView)?
    private let rights: (any DaemonRights)?

    /// - Parameters:
    ///   - directory: The absolute path of the configuration directory.
    ///   - zones: Where time zones come from; nil: from the machine, read anew with each loading.
    ///   - statePath: The daemon's state directory, which must not be watched as data; nil: not checked.
    ///   - host: Where programs and directories are looked for, so that missing ones are warned of; nil: not checked.
    ///   - rights: What the daemon may do, so that what it can not do is warned of; nil: not checked.
    package init(
        directory: String, zones: (any ZoneSource)? = nil, statePath: String? = nil,
        host: (any HostView)? = nil, rights: (any DaemonRights)? = nil
    ) {
        self.directory = directory
        self.zones = zones
        self.statePath = statePath
        self.host = host
        self.rights = rights
    }

    /// Returns the configuration.
    ///
    /// A missing directory, and an empty one, give the defaults and no pipelines.
    ///
    /// - Throws: What is wrong with the daemon's own settings. A file of a pipeline that is wrong only disables that
    /// pipeline.
    package func load() throws(ConfigurationError) -> Configuration {
        for path in [directory, "\(directory)/mlopsd.yaml.d", "\(directory)/pipelines.d"] { try checkDirectory(path) }
        let file = ConfigurationFile(tree: directory)
        let read = try SettingsLoader(directory: directory, file: file, rights: rights).load()
        var pipelines = PipelineDirectory(
            paths: ConfigurationPaths(directory: directory), file: file,
            reader: PipelineReader(zones: zones ?? SystemZones()),
            statePath: statePath)
        try pipelines.read()
        var warnings = read.warnings + pipelines.warnings
        let (usable, ofNobody) = UserCheck(host: host).divide(pipelines.valid)
        for pipeline in usable {
            warnings += PipelineWarnings(host: host, rights: rights).warnings(for: pipeline)
        }
        var configuration = Configuration(
            settings: read.settings, pipelines: usable.map(\.definition),
            invalid: (pipelines.invalid + ofNobody).sorted { $0.name < $1.name },
            schemas: pipelines.schemas, warnings: warnings)
        configuration.settingsFiles = read.files
        configuration.effectiveSettings = read.effective
        return configuration.withoutUnmetSteps(in: directory)
    }

    /// Whoever may write to a directory may put files of others in place of those in it.
    private func checkDirectory(_ path: String) throws(ConfigurationError) {
        do throws(FileFault) {
            let status = try FileStatus(path: path)
            guard status.isDirectory else { throw .untrusted("it is not a directory", hint: "remove it") }
            try Trust.check(status, noun: "the directory")
        } catch {
            guard !error.isAbsence else { return }
            throw ConfigurationError(
                Diagnostic(file: path, problem: "cannot use the directory: \(error.cause)", hint: error.hint))
        }
    }
}
