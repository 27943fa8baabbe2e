import MLOpsControl
import MLOpsCore
import MLOpsLinux

/// Reads everything again that the registry holds, and compares it with the record.
struct RegistryCheck: Sendable {
    struct Outcome: Sendable {
        var versions = 0
        var bytes: Int64 = 0
        var findings: [VerifyResponse.Finding] = []
    }

    private let store: ModelStore
    private let limits: TreeLimits

    /// - Parameter state: the daemon's state directory, without symbolic links.
    init(state: String, limits: TreeLimits = TreeLimits()) {
        store = ModelStore(state: state)
        self.limits = limits
    }

    /// - Parameters:
    ///   - versions: all of the pipelines that are meant.
    ///   - live: the newest live deployment of each.
    func findings(versions: [ModelVersion], live: [Deployment]) -> Outcome {
        var outcome = Outcome()
        for version in versions {
            outcome.versions += 1
            outcome.bytes += version.bytes
            do throws(RunError) {
                try store.verify(version.id, digest: version.digest, limits: limits)
            } catch {
                let isMissing = FileStatus(at: store.directory(of: version.id)) == nil
                outcome.findings.append(
                    .init(kind: isMissing ? .missing : .damaged, subject: version.id.description, text: "\(error)"))
            }
        }
        for deployment in live {
            if let finding = finding(at: deployment) { outcome.findings.append(finding) }
        }
        let pipelines = Set(versions.map(\.id.pipeline)).sorted()
        for pipeline in pipelines { outcome.findings += orphans(of: pipeline, versions) }
        return outcome
    }

    /// Tells when the target does not lead to what the ledger says is live there.
    func finding(at deployment: Deployment) -> VerifyResponse.Finding? {
        guard let target = deployment.target else { return nil }
        let wanted = store.directory(of: deployment.version)
        let problem: String
        do throws(LinuxError) {
            let current = try SwitchableLink(target).target()
            if current == wanted { return nil }
            problem = current.map { "leads to \"\(UntrustedText.escape($0))\"" } ?? "is not there"
        } catch {
            problem = "cannot be read: \(error)"
        }
        return .init(
            kind: .target, subject: deployment.pipeline.text,
            text: """
                "\(UntrustedText.escape(target))" \(problem), the ledger says \(deployment.version); \
                mlopsctl deploy \(deployment.version) puts it back, once the link is removed
                """)
    }

    private func orphans(of pipeline: PipelineName, _ versions: [ModelVersion]) -> [VerifyResponse.Finding] {
        let own = versions.filter { $0.id.pipeline == pipeline }
        do throws(RunError) {
            return try store.orphans(
                of: pipeline, numbers: Set(own.map(\.id.number)), digests: Set(own.map(\.digest))
            ).map {
                .init(kind: .orphan, subject: pipeline.text, text: "\"\(UntrustedText.escape($0))\" is of no version")
            }
        } catch {
            return [.init(kind: .orphan, subject: pipeline.text, text: "\(error)")]
        }
    }
}
