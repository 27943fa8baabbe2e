import MLOpsCore

/// The files of `pipelines.d`, read one by one; none can spoil another.
struct PipelineDirectory {
    private let paths: ConfigurationPaths
    let file: ConfigurationFile
    let reader: PipelineReader
    let statePath: String?

    private(set) var valid: [LocatedPipeline] = []
    private(set) var invalid: [InvalidPipeline] = []
    /// By the paths of their files, as JSON.
    private(set) var schemas: [String: String] = [:]
    private(set) var warnings: [Diagnostic] = []

    init(paths: ConfigurationPaths, file: ConfigurationFile, reader: PipelineReader, statePath: String?) {
        self.paths = paths
        self.file = file
        self.reader = reader
        self.statePath = statePath
    }

    mutating func read() throws(ConfigurationError) {
        var targets = TakenTargets()
        var addresses: [String: LocatedPipeline] = [:]
        for fileName in try paths.pipelineFileNames() {
            guard let name = pipelineName(fileName) else { continue }
            let path = "\(paths.pipelineDirectory)/\(fileName)"
            do throws(ConfigurationError) {
                guard let pipeline = try pipeline(name, path) else { continue }
                try targets.take(for: pipeline)
                try checkAddress(of: pipeline, among: &addresses)
                schemas.merge(try SchemaFiles.read(for: pipeline)) { _, new in new }
                valid.append(pipeline)
            } catch {
                invalid.append(InvalidPipeline(name: name, path: path, diagnostics: error.diagnostics))
            }
        }
    }

    /// What editors and package managers leave behind is passed over; a near miss is worth a word.
    private mutating func pipelineName(_ fileName: String) -> PipelineName? {
        guard !fileName.hasPrefix(".") else { return nil }
        if fileName.hasSuffix(".yaml") { return PipelineName(String(fileName.dropLast(5))) }
        if fileName.hasSuffix(".yml") {
            warnings.append(
                Diagnostic(
                    file: "\(paths.pipelineDirectory)/\(fileName)", problem: "the file is not read",
                    hint: "name it \(fileName.dropLast(4)).yaml"))
        }
        return nil
    }

    private func pipeline(_ name: PipelineName, _ path: String) throws(ConfigurationError) -> LocatedPipeline? {
        if let problem = NameRule.pipeline.problem(with: name.text) {
            throw ConfigurationError(Diagnostic(file: path, problem: problem, hint: NameRule.pipeline.hint))
        }
        guard case .text(let source) = try file.read(path) else { return nil }
        let pipeline = try reader.readLocated(source: source, name: name, path: path)
        let problems = LoopCheck(statePath: statePath).problems(with: pipeline)
        if !problems.isEmpty { throw ConfigurationError(problems) }
        return pipeline
    }

    /// Of two services only one can have an address; the first by name keeps it, as with targets.
    private func checkAddress(
        of pipeline: LocatedPipeline, among addresses: inout [String: LocatedPipeline]
    ) throws(ConfigurationError) {
        guard let address = pipeline.definition.deployment?.service.map({ "\($0.address)" }) else { return }
        guard let other = addresses[address] else { return addresses[address] = pipeline }
        let keys = ["serve", "listen"]
        throw ConfigurationError(
            pipeline.diagnostic(
                keys, "\(address.quoted) is the address of pipeline \(other.reference(to: keys)) too",
                hint: "give each service an address of its own"))
    }
}
