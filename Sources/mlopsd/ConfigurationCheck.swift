import ArgumentParser
import MLOpsConfig

/// `mlopsd --check-config`: the same reading as at start, without any effect.
struct ConfigurationCheck {
    let directory: String
    let state: String

    /// Prints what is wrong and returns 0 for valid, 78 for not.
    func exitCode() -> ExitCode {
        do throws(ConfigurationError) {
            let configuration = try ConfigurationLoader(directory: directory, statePath: state).load()
            let problems = configuration.invalid.flatMap(\.diagnostics)
            for diagnostic in problems { print("error: \(diagnostic)") }
            for diagnostic in configuration.warnings { print("warning: \(diagnostic)") }
            print("\(configuration.pipelines.count) pipelines are valid, \(configuration.invalid.count) are not")
            return ExitCode(problems.isEmpty ? 0 : 78)
        } catch {
            for diagnostic in error.diagnostics { print("error: \(diagnostic)") }
            return ExitCode(78)
        }
    }
}
