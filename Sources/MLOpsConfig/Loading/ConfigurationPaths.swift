/// Where the files of a configuration are.
struct ConfigurationPaths {
    let directory: String

    var pipelineDirectory: String { "\(directory)/pipelines.d" }

    /// `mlopsd.yaml` where it is there, and the drop-ins in the order of their names: each counts more than those
    /// before it.
    func settings() throws(ConfigurationError) -> [String] {
        let main = "\(directory)/mlopsd.yaml"
        let dropIns = "\(directory)/mlopsd.yaml.d"
        return (exists(main) ? [main] : []) + (try names(in: dropIns).filter(isDefinition).map { "\(dropIns)/\($0)" })
    }

    /// The names of all files in `pipelines.d`.
    func pipelineFileNames() throws(ConfigurationError) -> [String] { try names(in: pipelineDirectory) }

    func pipelines() throws(ConfigurationError) -> [String] {
        try pipelineFileNames().filter(isDefinition).map { "\(pipelineDirectory)/\($0)" }
    }

    /// What editors and package managers leave behind is passed over.
    private func isDefinition(_ name: String) -> Bool { name.hasSuffix(".yaml") && !name.hasPrefix(".") }

    private func names(in directory: String) throws(ConfigurationError) -> [String] {
        do throws(FileFault) {
            return try DirectoryListing.names(in: directory)
        } catch {
            if error.isAbsence { return [] }
            throw ConfigurationError(
                Diagnostic(file: directory, problem: "cannot read the directory: \(error.cause)"))
        }
    }

    /// A dangling link is there, and an error when it is read.
    private func exists(_ path: String) -> Bool {
        do throws(FileFault) {
            _ = try FileStatus(linkAt: path)
            return true
        } catch {
            return !error.isAbsence
        }
    }
}
