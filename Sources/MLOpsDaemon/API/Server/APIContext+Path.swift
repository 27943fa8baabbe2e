import Hummingbird
import MLOpsCore

/// The values in the path. They stand there as they were sent: names have no character that must be encoded.
extension APIContext {
    func identifier(_ name: String) throws -> String {
        guard let text = parameters.get(name) else { throw APIFailure.malformed("the path lacks \(name)") }
        return text
    }

    func name() throws -> PipelineName { PipelineName(try identifier("name")) }

    func alias() throws -> String { try identifier("alias") }

    func runID() throws -> RunID {
        let text = try identifier("id")
        guard let id = RunID(parsing: text) else {
            throw APIFailure.notFound("run \"\(text)\"", hint: "mlopsctl list-runs")
        }
        return id
    }

    func versionID() throws -> ModelVersionID {
        let text = try identifier("pipeline") + "/" + identifier("number")
        guard let id = ModelVersionID(parsing: text) else {
            throw APIFailure.notFound("model \"\(text)\"", hint: "mlopsctl list-models")
        }
        return id
    }
}
