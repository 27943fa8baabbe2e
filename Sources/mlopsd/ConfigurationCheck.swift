import ArgumentParser
import MLOpsConfig

/// `mlopsd --check-config`: the same reading as at start and the tests of the definitions, without any effect.
struct ConfigurationCheck {
    let directory: String
    let state: String

    /// Prints what is wrong and returns 0 for valid, 78 for not.
    func exitCode() -> ExitCode {
        let report = report
        for finding in report.findings { StandardError.write(finding) }
        print(report.summary)
        return ExitCode(report.exitCode)
    }

    private var report: ConfigurationReport {
        do throws(ConfigurationError) {
            let configuration = try ConfigurationLoader(
                directory: directory, statePath: state, host: LocalHost(configuration: directory),
                rights: InstalledRights(configuration: directory)
            )
            .load()
            return ConfigurationReport(configuration).adding(testsOf: configuration.pipelines)
        } catch {
            return ConfigurationReport(error)
        }
    }
}
