import FoundationEssentials
import MLOpsControl
import MLOpsLinux

/// Calls the REST interface of an MLflow tracking server (2.0, spoken by MLflow 2 and 3).
struct MLflowAPI: Sendable {
    private struct Refusal: Decodable {
        let errorCode: String?
        let message: String?
    }

    private struct Nothing: Decodable {}

    /// Without a slash at its end.
    let url: String
    /// nil: nobody has to say who they are.
    let credential: Credential?
    let exchange: HTTPExchange

    func get<Value: Decodable>(
        _ path: String, _ query: KeyValuePairs<String, String>, as type: Value.Type = Value.self
    ) throws(MLflowProblem) -> Value {
        let query = query.map { "\($0.key)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return try call(path, query: "?\(query)", body: nil)
    }

    func post<Value: Decodable>(
        _ path: String, _ body: JSONValue, as type: Value.Type = Value.self
    ) throws(MLflowProblem) -> Value {
        try call(path, query: "", body: encoded(body))
    }

    /// For a call of whose answer nothing is needed.
    func tell(_ path: String, _ body: JSONValue) throws(MLflowProblem) {
        let _: Nothing = try post(path, body)
    }

    private func encoded(_ body: JSONValue) throws(MLflowProblem) -> [UInt8] {
        do {
            return Array(try ControlJSON.encode(body))
        } catch {
            throw MLflowProblem("\(error)", isFinal: true)
        }
    }

    private func call<Value: Decodable>(
        _ path: String, query: String, body: [UInt8]?
    ) throws(MLflowProblem) -> Value {
        let answer = try send("\(url)/api/2.0/mlflow/\(path)\(query)", body)
        let data = Data(answer.body.utf8)
        guard (200...299).contains(answer.status) else {
            let refusal = try? ControlJSON.decode(Refusal.self, from: data)  // A proxy's answer is of any form.
            throw MLflowProblem(path, status: answer.status, code: refusal?.errorCode, message: refusal?.message)
        }
        do {
            return try ControlJSON.decode(Value.self, from: data)
        } catch {
            throw MLflowProblem("\(path): it answered with something else than MLflow does", isFinal: false)
        }
    }

    private func send(_ url: String, _ body: [UInt8]?) throws(MLflowProblem) -> HTTPExchange.Answer {
        do {
            return try exchange.send(to: url, headers: try authorization, body: body)
        } catch {
            throw MLflowProblem("\(error)", isFinal: false)
        }
    }

    /// A token, or a user's name and password with a colon between them.
    private var authorization: [HTTPExchange.Header] {
        get throws(OutboxProblem) {
            guard let credential else { return [] }
            let text = try credential.text()
            let value = text.contains(":") ? "Basic \(Data(text.utf8).base64EncodedString())" : "Bearer \(text)"
            return [("authorization", value)]
        }
    }

    /// For a value in a query: all but what RFC 3986 calls unreserved.
    static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + String(digits[Int(byte >> 4)]) + String(digits[Int(byte & 15)])
            }
        }
    }
}
