import ArgumentParser
import FoundationEssentials
import MLOpsConfig
import MLOpsControl

/// `mlopsctl check`.
struct CheckCommand: LocalCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check definitions of pipelines, or the whole configuration. Works without the daemon.",
        discussion: """
            Every problem is named as file:line:column. Programs and directories that are missing here are warned of, \
            and so is a user; in the configuration of the system's daemon that is an error. The "tests" of a pipeline \
            are tried on made-up evidence. A directory that holds no configuration, such as pipelines.d itself, is \
            taken for one of definitions. The exit status is 78 when something can not be used or a test fails.
            """)

    @Argument(
        help: ArgumentHelp(
            "Definitions, or directories of configurations; default: the configuration of the daemon.",
            valueName: "file"),
        completion: .file())
    var files: [String] = []

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let paths = files.isEmpty ? [defaultDirectory] : files.map(absolute)
        let report = ConfigurationReport(merging: paths.flatMap(definitions).map(check))
        if !common.json { StandardStreams.writeError(report.findings.joinedLines) }
        try console.show(report) { _ in report.summary + "\n" }
        if !report.isValid { throw ExitCode(report.exitCode) }
    }

    /// A directory of definitions alone stands for them; everything else for itself.
    private func definitions(in path: String) -> [String] {
        guard !files.isEmpty, isDirectory(path), !isConfiguration(path) else { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []  // told by the check of it
        let definitions = names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
        return definitions.isEmpty ? [path] : definitions.map { "\(path)/\($0)" }
    }

    private func isConfiguration(_ path: String) -> Bool {
        ["mlopsd.yaml", "mlopsd.yaml.d", "pipelines.d"].contains {
            FileManager.default.fileExists(atPath: "\(path)/\($0)")
        }
    }

    private func check(_ path: String) -> ConfigurationReport {
        do throws(ConfigurationError) {
            guard !isDirectory(path) else {
                guard files.isEmpty || isConfiguration(path) else {
                    throw ConfigurationError([
                        Diagnostic(
                            file: path, problem: "the directory holds no configuration and no definition",
                            hint: "a configuration has mlopsd.yaml or pipelines.d, a definition ends in .yaml")
                    ])
                }
                let configuration = try ConfigurationLoader(
                    directory: path, host: LocalHost(configuration: path), rights: InstalledRights(configuration: path)
                )
                .load()
                return ConfigurationReport(configuration).adding(testsOf: configuration.pipelines)
            }
            let (definition, warnings) = try FileCheck(host: LocalHost()).check(path)
            return ConfigurationReport(Configuration(pipelines: [definition], warnings: warnings))
                .adding(testsOf: [definition])
        } catch {
            return ConfigurationReport(error)
        }
    }

    /// A directory that is missing is an empty configuration to the daemon, but to a person who names one a mistake.
    private func isDirectory(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory
            || files.isEmpty
    }

    private var defaultDirectory: String {
        guard common.user else { return "/etc/mlopsd" }
        let configuration = Environment.value("XDG_CONFIG_HOME") ?? absolute("~/.config")
        return "\(configuration)/mlopsd"
    }

    private func absolute(_ path: String) -> String {
        let manager = FileManager.default
        if path.hasPrefix("/") { return path }
        if path.hasPrefix("~/") { return manager.homeDirectoryForCurrentUser.path() + path.dropFirst(2) }
        let directory = manager.currentDirectoryPath
        return directory == "/" ? "/\(path)" : "\(directory)/\(path)"
    }
}
