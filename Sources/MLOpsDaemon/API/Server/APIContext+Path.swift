import Hummingbird
import MLOpsCore

/// The values in the path. Names have no character that must be encoded; what has is told of as it was meant.
extension APIContext {
    func identifier(_ name: String) throws -> String {
        guard let text = parameters.get(name) else { throw APIFailure.malformed("the path lacks \(name)") }
        return text.percentDecoded ?? text
    }

    func name() throws -> PipelineName {
        let name = try identifier("name")
        guard parameters.get("name") == name else {
            throw APIFailure.notFound("pipeline \"\(name)\"", hint: "mlopsctl list-pipelines")
        }
        return PipelineName(name)
    }

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
        guard text == "\(parameters.get("pipeline") ?? "")/\(parameters.get("number") ?? "")",
            let id = ModelVersionID(parsing: text)
        else {
            throw APIFailure.notFound("model \"\(text)\"", hint: "mlopsctl list-models")
        }
        return id
    }
}

extension String {
    /// nil: what is encoded is no text.
    fileprivate var percentDecoded: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
