import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Reads everything again that the registry holds, and compares it with the record.
///
/// Models are registered, pruned and deployed meanwhile. What looks wrong is therefore looked at again, and counts only
/// when the record still says the same.
struct RegistryCheck: Sendable {
    struct Outcome: Sendable {
        var versions = 0
        var bytes: Int64 = 0
        var findings: [VerifyResponse.Finding] = []
    }

    typealias Finding = VerifyResponse.Finding

    private let store: ModelStore
    private let limits: TreeLimits

    /// - Parameter state: the daemon's state directory, without symbolic links.
    init(state: String, limits: TreeLimits = TreeLimits()) {
        store = ModelStore(state: state)
        self.limits = limits
    }

    /// - Parameter pipeline: nil: all, also those without a version.
    func outcome(of pipeline: PipelineName?, in record: SQLiteMetadataStore) throws(StoreError) -> Outcome {
        // What is put there after this was read is none of it.
        let names = names(of: pipeline)
        let versions = try record.registeredModels(of: pipeline).versions
        var outcome = Outcome(versions: versions.count, bytes: versions.reduce(0) { $0 + $1.bytes })
        let damaged = versions.compactMap { version in finding(of: version).map { (version.id, $0) } }
        let registered = try record.registeredModels(of: pipeline)
        let kept = Set(registered.versions.map(\.id))
        outcome.findings = damaged.filter { kept.contains($0.0) }.map(\.1)
        outcome.findings += try targets { () throws(StoreError) in try record.standing(of: pipeline) }.map(\.finding)
        for (pipeline, names) in names { outcome.findings += orphans(of: pipeline, among: names, registered) }
        return outcome
    }

    /// nil: its files are those of its digest.
    func finding(of version: ModelVersion) -> Finding? {
        do throws(RunError) {
            try store.verify(version.id, digest: version.digest, limits: limits)
            return nil
        } catch {
            let isMissing = FileStatus(at: store.directory(of: version.id)) == nil
            return .init(kind: isMissing ? .missing : .damaged, subject: version.id.description, text: "\(error)")
        }
    }
}

extension RegistryCheck {
    private static let looks = 5

    /// What is wrong at the target of what is live.
    struct Target {
        let live: Deployment
        let finding: Finding

        init(_ live: Deployment, _ finding: Finding) { (self.live, self.finding) = (live, finding) }

        var pipeline: PipelineName { live.pipeline }
    }

    /// Tells which targets do not lead to what the ledger says.
    ///
    /// - Parameter standing: reads what the ledger says; read again while that goes on changing.
    func targets(_ standing: () throws(StoreError) -> DeploymentStanding) throws(StoreError) -> [Target] {
        var former = try standing()
        var (findings, open) = ([Target](), former.live)
        for _ in 0..<Self.looks where !open.isEmpty {
            let doubts = open.compactMap { live in finding(at: live, former.open).map { Target(live, $0) } }
            guard !doubts.isEmpty else { break }
            let now = try standing()
            findings += doubts.filter { now.of($0.pipeline) == former.of($0.pipeline) }
            let changed = doubts.map(\.pipeline).filter { now.of($0) != former.of($0) }
            open = now.live.filter { changed.contains($0.pipeline) }
            former = now
        }
        return findings
    }

    /// Tells when the target leads neither to what the ledger says is live there nor to what is being brought there.
    func finding(at deployment: Deployment, _ open: [Deployment] = []) -> Finding? {
        guard let target = deployment.target else { return nil }
        let others = open.filter { $0.pipeline == deployment.pipeline && $0.target == target }
        let wanted = ([deployment] + others).map { store.directory(of: $0.version) }
        let problem: String
        do throws(LinuxError) {
            let current = try SwitchableLink(target).target()
            if let current, wanted.contains(current) { return nil }
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
}

extension RegistryCheck {
    private typealias Names = [(pipeline: PipelineName, names: Result<[String], RunError>)]

    private func names(of pipeline: PipelineName?) -> Names {
        do throws(RunError) {
            return try store.pipelines().filter { pipeline == nil || $0 == pipeline }.map { name in
                (name, Result { () throws(RunError) in try store.names(of: name) })
            }
        } catch {
            return [(pipeline ?? "models", .failure(error))]
        }
    }

    private func orphans(
        of pipeline: PipelineName, among names: Result<[String], RunError>, _ registered: RegisteredModels
    ) -> [Finding] {
        do throws(RunError) {
            let unknown = try Self.orphans(of: pipeline, among: names.get(), registered)
            guard !unknown.isEmpty else { return [] }
            let still = try store.names(of: pipeline)
            return unknown.filter(still.contains).map {
                .init(
                    kind: .orphan, subject: pipeline.text,
                    text: "\"\(UntrustedText.escape($0))\" is of no version; "
                        + (TreeStore.isUnfinished($0) ? "mlopsd removes it when it starts" : "remove it"))
            }
        } catch {
            return [.init(kind: .orphan, subject: pipeline.text, text: "\(error)")]
        }
    }

    /// Returns the names that stand for no version in the record, and for none that is on its way there.
    static func orphans(
        of pipeline: PipelineName, among names: [String], _ registered: RegisteredModels
    ) -> [String] {
        let versions = registered.versions.filter { $0.id.pipeline == pipeline }
        let runs = registered.runs.filter { $0.pipeline == pipeline }
        let numbers = Set(versions.map(\.id.number) + runs.compactMap(\.version?.number))
        let digests = Set(versions.map(\.digest) + runs.compactMap(\.candidate?.digest))
        return names.filter { name in
            // What is not finished has a name with a dot while a run writes it.
            let isBeingWritten = !runs.isEmpty && name.hasPrefix(".")
            return !isBeingWritten && !digests.contains(name) && !(Int64(name).map(numbers.contains) ?? false)
        }
    }
}
