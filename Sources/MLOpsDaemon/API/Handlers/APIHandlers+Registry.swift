import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule
import MLOpsStore

extension APIHandlers {
    func promote(
        _ id: ModelVersionID, again: Bool, _ body: PromoteBody, _ demander: Demander
    ) async throws -> Response {
        let (version, force) = (try recorded(id), body.force ?? false)
        try refusePruned(version)
        let reason = try RequestText.checked(reason: body.reason)
        return try await act(
            again
                ? .deploy(version, force: force, reason: reason) : .promote(version, force: force, reason: reason),
            demander)
    }

    /// What has no files can not go live.
    private func refusePruned(_ version: ModelVersion) throws {
        let (pipeline, run) = (version.id.pipeline, version.run)
        guard let time = try services.store.prunedVersions(of: pipeline)[version.id] else { return }
        // A reproduction goes by what is in the directory of the run.
        let isThere = FileStatus(at: "\(services.paths.runs)/\(run)") != nil
        throw APIFailure(
            .conflict, .conflict, "the files of model \(version.id) were pruned at \(time.rfc3339)",
            hint: "mlopsctl list-models \(pipeline)" + (isThere ? "; mlopsctl reproduce \(run)" : ""))
    }

    /// The ledger knows more of why it is impossible than the former champions that are kept.
    func refuseRollback(to id: ModelVersionID) throws {
        guard let version = try services.store.version(id) else { return }
        try refusePruned(version)
        guard version.status == .bad else { return }
        throw APIFailure(
            .conflict, .conflict,
            "model \(id) was taken back" + (version.statusReason.map { ": \($0)" } ?? ""),
            hint: "mlopsctl promote \(id) --force")
    }

    func approve(_ id: ModelVersionID, _ body: VerdictBody, _ demander: Demander) async throws -> Response {
        try await act(.approve(recorded(id), reason: RequestText.checked(reason: body.reason)), demander)
    }

    func reject(_ id: ModelVersionID, _ body: VerdictBody, _ demander: Demander) async throws -> Response {
        try await act(.reject(recorded(id), reason: RequestText.checked(reason: body.reason)), demander)
    }

    func moveAlias(
        _ name: PipelineName, _ alias: String, _ body: AliasBody, _ demander: Demander
    ) async throws -> Response {
        guard Self.isAlias(alias) else {
            throw APIFailure.malformed(
                "\"\(alias)\" is no alias: lower-case letters, digits and \"-\", at most 41, beginning with a letter")
        }
        let version = try body.version.map { try ownVersion($0, of: name) }
        if let version { _ = try recorded(version) }
        let expected: Demand.AliasDemand.Expectation =
            try body.expected.map { try $0 == "nothing" ? .nothing : .version(ownVersion($0, of: name)) } ?? .anything
        let reason = try RequestText.checked(reason: body.reason)
        return try await act(
            .moveAlias(
                Demand.AliasDemand(
                    pipeline: name, alias: alias, version: version, expected: expected, reason: reason)), demander)
    }

    private func ownVersion(_ text: String, of name: PipelineName) throws -> ModelVersionID {
        guard let version = ModelVersionID(parsing: text), version.pipeline == name else {
            throw APIFailure.malformed("\"\(text)\" is no model version of \(name) such as \(name)/3")
        }
        return version
    }

    /// Names that differ in nothing but case or in how a letter is written would be taken for one another.
    private static func isAlias(_ text: String) -> Bool {
        (1...41).contains(text.utf8.count) && text.first.map { ("a"..."z").contains($0) } == true
            && text.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
    }

    func champion(_ name: PipelineName, _ request: Request) async throws -> ChampionResponse {
        _ = try await view(of: name)
        let time = try request.query("at").map { text in
            do throws(ScheduleError) {
                return try Instant(rfc3339: text)
            } catch {
                throw APIFailure.malformed("at: \(error.cause)")
            }
        }
        let at = time ?? services.now().wall
        let live = try services.store.liveDeployment(of: name)
        guard let deployment = try services.store.liveDeployment(of: name, at: at) else {
            return ChampionResponse(pipeline: name.text, at: Timestamp(at))
        }
        let aliases = try services.store.aliases(of: name)
        return ChampionResponse(
            pipeline: name.text, at: Timestamp(at),
            deployment: DeploymentSummary(deployment, isCurrent: deployment.id == live),
            version: try services.store.version(deployment.version).map { ModelVersionSummary($0, aliases: aliases) })
    }

    func verify(_ request: Request) async throws -> VerifyResponse {
        let pipeline = try await pipelineFilter(request)
        let check = RegistryCheck(state: services.paths.state)
        let at = Timestamp(services.now())
        let outcome = try await services.longRead { store throws(StoreError) in
            try check.outcome(of: pipeline, in: store)
        }
        return VerifyResponse(
            checkedAt: at, versions: outcome.versions, bytes: outcome.bytes, findings: outcome.findings)
    }
}
