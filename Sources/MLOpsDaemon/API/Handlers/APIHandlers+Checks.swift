import Glibc
import Hummingbird
import MLOpsConfig
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore
import OrderedCollections

extension APIHandlers {
    static let violationsShown = 100

    func audit() async throws -> AuditResponse {
        let report = try await services.longRead { store throws(StoreError) in try store.audit() }
        return AuditResponse(
            checkedAt: Timestamp(services.now()), balanced: report.violations.isEmpty, evidence: report.evidence,
            uses: report.uses, dispositions: report.dispositions.map { .init(disposition: $0.name, count: $0.count) },
            violations: report.violations.prefix(Self.violationsShown).map {
                .init(id: $0.id, pipeline: $0.pipeline?.text, text: $0.text)
            })
    }

    func doctor() async throws -> DoctorResponse {
        let live = await services.datasetStatus()
        let views = try await services.inbox.pipelineViews()
        var checks = [recordCheck(), configurationCheck(), spaceCheck()]
        let machine = MachineChecks()
        checks += machine.inotify(watched: live.count) + [machine.clock(at: services.now().wall)]
        checks += [stepUnitsCheck()].compactMap { $0 }
        if services.stepSocket != nil { checks += machine.limits(of: views.compactMap(\.definition)) }
        for status in live {
            let path = "\(status.pipeline)/\(status.dataset)"
            let unavailable = views.first { $0.state.name == status.pipeline }?.state.datasets[status.dataset]?
                .unavailable
            if let problem = unavailable ?? status.degraded {
                checks.append(
                    DoctorCheck(
                        name: "dataset", status: unavailable == nil ? .warning : .failed, detail: "\(path): \(problem)",
                        fix: Self.opening(views.flatMap { $0.directory(of: status) }.first) ?? "mlopsctl list-datasets")
                )
            }
        }
        for view in views { checks += pipelineChecks(view) + closedTarget(of: view) }
        checks += try targetChecks() + modelChecks() + outboxChecks()
        return DoctorResponse(checks: checks)
    }

    /// Found only after the training otherwise.
    private func closedTarget(of view: PipelineView) -> [DoctorCheck] {
        guard let target = view.definition?.deployment?.target,
            let obstacle = OwnRights(configuration: services.paths.configuration).obstacle(toTarget: target)
        else { return [] }
        return [
            DoctorCheck(
                name: "target", status: .warning, detail: "\(view.state.name): \(obstacle.problem)", fix: obstacle.hint)
        ]
    }

    /// What lets the daemon read a directory; nil: it can, or there is more to it.
    private static func opening(_ directory: String?) -> String? {
        guard let directory, access(directory, R_OK | X_OK) != 0 else { return nil }
        let path = UntrustedText.escape(directory)
        return switch errno {
        case EACCES: "setfacl -m u:\(BaseEnvironment.ofThisProcess.user):rx \(path)"
        case ENOENT: "mkdir -p \(path)"
        default: nil
        }
    }

    /// Where a target leads elsewhere than the ledger says, somebody else has changed it.
    private func targetChecks() throws -> [DoctorCheck] {
        let store = services.store
        let findings = try RegistryCheck(state: services.paths.state)
            .targets { () throws(StoreError) in try store.standing() }
        return findings.map {
            DoctorCheck(
                name: "target", status: .warning, detail: $0.finding.text,
                fix: "remove the link, then mlopsctl deploy \($0.live.version)")
        }
    }

    /// What was found when the files of what is live were last read.
    private func modelChecks() -> [DoctorCheck] {
        services.health.reasons.filter { $0.code == Health.code(of: .model) }.map {
            DoctorCheck(name: "model", status: .failed, detail: $0.detail, fix: $0.hint)
        }
    }

    private func recordCheck() -> DoctorCheck {
        guard services.store.fileStillThere() else {
            return DoctorCheck(
                name: "record", status: .failed,
                detail: "\"\(services.paths.database)\" is not the file that is open: it was removed or replaced",
                fix: "stop mlopsd, put the file back, start mlopsd")
        }
        guard let problem = services.health.reasons.first(where: { $0.code.hasPrefix("record-") }) else {
            return DoctorCheck(
                name: "record", status: .ok, detail: "\"\(services.paths.database)\" is readable and writable")
        }
        guard problem.code == Health.largeLogCode else {
            return DoctorCheck(name: "record", status: .failed, detail: problem.detail)
        }
        return DoctorCheck(name: "record", status: .warning, detail: problem.detail, fix: problem.hint)
    }

    private func configurationCheck() -> DoctorCheck {
        let reasons = services.health.reasons.filter {
            !$0.code.hasPrefix("record-") && $0.code != Health.waitingStepsCode
                && !RegistryDoubt.Kind.allCases.map(Health.code).contains($0.code)
        }
        return DoctorCheck(
            name: "configuration", status: reasons.isEmpty ? .ok : .warning,
            detail: reasons.isEmpty
                ? "\"\(services.paths.configuration)\" is in force" : reasons.map(\.detail).joined(separator: "; "),
            fix: reasons.first { $0.hint == Health.applying }?.hint ?? reasons.first.map { _ in "mlopsctl check" })
    }

    private func stepUnitsCheck() -> DoctorCheck? {
        services.stepSocket.map { socket in
            guard FileStatus(at: socket)?.kind == .socket, access(socket, W_OK) == 0 else {
                return DoctorCheck(
                    name: "step-units", status: .failed,
                    detail: "no step can start: nobody starts units for steps at \"\(socket)\"",
                    fix: "systemctl enable --now mlopsd-step.socket")
            }
            if let waiting = services.health.reasons.first(where: { $0.code == Health.waitingStepsCode }) {
                return DoctorCheck(
                    name: "step-units", status: .failed, detail: waiting.detail,
                    fix: waiting.detail.contains(Health.applying)
                        ? Health.applying : "systemctl enable --now mlopsd-step.socket")
            }
            return DoctorCheck(
                name: "step-units", status: .ok, detail: "each step gets a unit of its own from \"\(socket)\"")
        }
    }

    private func spaceCheck() -> DoctorCheck {
        let system = try? FileSystem(of: services.paths.state)  // What it says is told below.
        guard let free = system?.availableBytes else {
            return DoctorCheck(name: "disk-space", status: .warning, detail: "cannot tell the free space of the state")
        }
        return DoctorCheck(
            name: "disk-space", status: free > 1 << 30 ? .ok : free > 16 << 20 ? .warning : .failed,
            detail: "\(ByteSize.approximate(free)) free for \"\(services.paths.state)\"",
            fix: free > 1 << 30 ? nil : "free space, or move the state to a larger file system")
    }

    private func pipelineChecks(_ view: PipelineView) -> [DoctorCheck] {
        let name = view.state.name
        if view.state.isGone {
            let version = view.state.champion?.version
            return [
                version.map {
                    DoctorCheck(
                        name: "pipeline", status: .warning, detail: "the file of \(name) is gone; \($0) stays live",
                        fix: "put the file back, or when nothing reads the model any more: mlopsctl forget \(name)")
                }
            ].compactMap(\.self)
        }
        if let reason = view.state.disabled {
            return [
                DoctorCheck(
                    name: "pipeline", status: .failed, detail: "\(name) is disabled: \(reason)", fix: "mlopsctl check")
            ]
        }
        if let breaker = view.state.breaker {
            return [
                DoctorCheck(
                    name: "pipeline", status: .warning, detail: "\(name) waits for a change: \(breaker.reason)",
                    fix: "mlopsctl run \(name)")
            ]
        }
        return []
    }
}

extension PipelineView {
    /// Where the dataset's files arrive; empty: it is none of this pipeline.
    fileprivate func directory(of status: DatasetStatus) -> [String] {
        guard status.pipeline == state.name else { return [] }
        return definition?.datasets.filter { $0.name == status.dataset }.map(\.path) ?? []
    }
}
