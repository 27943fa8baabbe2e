import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsStore

extension APIHandlers {
    func forget(_ name: PipelineName, _ demander: Demander) async throws -> Response {
        _ = try await view(of: name)
        let file = "\(services.paths.configuration)/pipelines.d/\(name).yaml"
        // Also one that was put there since the last reload.
        if FileStatus(at: file) != nil {
            throw APIFailure(
                .conflict, .conflict, "\"\(file)\" is there", hint: "remove it, then mlopsctl apply, or mlopsctl reload"
            )
        }
        try refuseWhileLive(name)
        return try await act(.forget(name), demander)
    }

    /// Nobody would look after it any more.
    private func refuseWhileLive(_ name: PipelineName) throws {
        let check = RegistryCheck(state: services.paths.state)
        for live in try services.store.standing(of: name).live {
            guard let target = live.target, check.finding(at: live) == nil else { continue }
            let link = UntrustedText.escape(target)
            throw APIFailure(
                .conflict, .conflict, "model \(live.version) is live at \"\(link)\"",
                hint: "stop what reads it, and remove the link: rm \(link)")
        }
    }
}
