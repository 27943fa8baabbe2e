import MLOpsCore

/// What a check of the configuration says, the same for `mlopsctl check` and `mlopsd --check-config`.
package struct ConfigurationReport: Hashable, Sendable, Codable {
    package struct Pipeline: Hashable, Sendable, Codable {
        package var name: String
        /// nil: it is not usable.
        package var id: String?
    }

    /// Whether everything can be used.
    package var isValid: Bool
    package var pipelines: [Pipeline]
    package var errors: [Diagnostic]
    package var warnings: [Diagnostic]

    /// 0, or 78 (EX_CONFIG of sysexits.h), at which systemd is told not to start the daemon again.
    package var exitCode: Int32 { isValid ? 0 : 78 }

    package init(_ configuration: Configuration) {
        let usable = configuration.pipelines.map { Pipeline(name: $0.name.text, id: $0.id) }
        let unusable = configuration.invalid.map { Pipeline(name: $0.name.text, id: nil) }
        isValid = configuration.invalid.isEmpty
        pipelines = (usable + unusable).sorted { $0.name < $1.name }
        errors = configuration.invalid.flatMap(\.diagnostics)
        warnings = configuration.warnings
    }

    package init(_ error: ConfigurationError) {
        isValid = false
        pipelines = []
        errors = error.diagnostics
        warnings = []
    }

    /// The report of several checks as one.
    package init(merging reports: [ConfigurationReport]) {
        isValid = reports.allSatisfy(\.isValid)
        pipelines = reports.flatMap(\.pipelines)
        errors = reports.flatMap(\.errors)
        warnings = reports.flatMap(\.warnings)
    }

    /// One line for each finding and one that sums up.
    ///
    /// Findings belong on stderr, the summary on stdout.
    package var findings: [String] { errors.map { $0.text("error") } + warnings.map { $0.text("warning") } }

    /// `3 pipelines: 2 usable, 1 not; 1 warning`.
    package var summary: String {
        let usable = pipelines.count { $0.id != nil }
        let verdict =
            pipelines.count == usable
            ? (isValid ? "all usable" : "the configuration is not usable")
            : "\(usable) usable, \(pipelines.count - usable) not"
        let warned = warnings.isEmpty ? "" : "; \(count(warnings.count, "warning"))"
        return "\(count(pipelines.count, "pipeline")): \(verdict)\(warned)"
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
