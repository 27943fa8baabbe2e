import Hummingbird
import MLOpsControl
import MLOpsCore

extension APIHandlers {
    func reproduce(_ id: RunID) throws -> Response {
        let run = try recorded(id)
        guard !run.isActive else {
            throw APIFailure(.conflict, .conflict, "run \(id) is still active", hint: "mlopsctl wait \(run.pipeline)")
        }
        return try Response(json: services.reproductions(run), status: .accepted)
    }

    func reproduction(_ id: RunID) throws -> ReproductionResponse {
        guard let answer = services.reproduction(try recorded(id).id) else {
            throw APIFailure.notFound("reproduction of \(id)", hint: "mlopsctl reproduce \(id)")
        }
        return answer
    }
}
