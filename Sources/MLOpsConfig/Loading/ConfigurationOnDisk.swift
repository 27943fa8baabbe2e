/// What stands in a configuration directory now, usable or not.
package struct ConfigurationOnDisk: Hashable, Sendable {
    /// The files that a daemon would read, masked ones left out.
    package var files: [SourceFile] = []
    /// What can not be read, and why.
    package var unreadable: [Diagnostic] = []

    package init() {}

    /// - Parameter directory: The absolute path of the configuration directory.
    package init(directory: String) {
        let paths = ConfigurationPaths(directory: directory)
        for list in [paths.settings, paths.pipelines] {
            do throws(ConfigurationError) {
                for path in try list() { read(path, ConfigurationFile(tree: directory)) }
            } catch {
                unreadable += error.diagnostics
            }
        }
    }

    private mutating func read(_ path: String, _ file: ConfigurationFile) {
        do throws(ConfigurationError) {
            guard case .text(let text) = try file.read(path) else { return }
            files.append(SourceFile(path: path, text: text))
        } catch {
            unreadable += error.diagnostics
        }
    }
}
