import FoundationEssentials
import Synchronization

/// What an MLflow tracking server does with what a mirror says, as far as the mirror can tell: numbers of its own, no
/// second model of a name, and no idea of what it has been told before.
final class MLflowDouble: Sendable {
    struct Pair: Codable {
        let key: String
        let value: String
    }

    struct Metric: Codable {
        let key: String
        let value: Double
        let timestamp: Int64
    }

    struct Run {
        let id: String
        var tags: [String: String]
        var metrics: [String: Double] = [:]
        var parameters: [String: String] = [:]
        var status = "RUNNING"
    }

    struct Version {
        let run: String
        let source: String
        var tags: [String: String]
    }

    struct Model {
        var versions: [Version] = []
        var aliases: [String: Int] = [:]
        var tags: [String: String] = [:]
    }

    struct State {
        var experiments: [String] = []
        var runs: [Run] = []
        var models: [String: Model] = [:]
        var calls: [String] = []
        var authorizations: Set<String> = []
    }

    /// What goes wrong with a call.
    enum Fault: Sendable {
        /// It is not done.
        case refusal(HTTPReceiver.Answer)
        /// It is done, and nobody hears of it.
        case lostAnswer
    }

    private struct Request: Decodable {
        let name, experimentId, runId, runName, filter, key, value, status, alias, version, source: String?
        let tags, params: [Pair]?
        let metrics: [Metric]?
    }

    private let shared: Shared
    private let receiver: HTTPReceiver

    /// - Parameter fault: told of a call and of how many came before it; nil: nothing goes wrong.
    init(_ fault: @escaping @Sendable (String, Int) -> Fault? = { _, _ in nil }) throws {
        let shared = Shared()
        self.shared = shared
        receiver = try HTTPReceiver { message, before in
            let call = String(message.target.dropFirst("/api/2.0/mlflow/".count).prefix { $0 != "?" })
            let fault = fault(call, before)
            if case .refusal(let answer) = fault { return answer }
            let answer = shared.state.withLock { state in
                state.calls.append(call)
                if let said = message.headers["authorization"] { state.authorizations.insert(said) }
                return Self.answer(call, message, &state)
            }
            if case .lostAnswer = fault { return .hangUp }
            return answer
        }
    }

    /// Written by the thread that serves, read by the test.
    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    var url: String { receiver.address }
    var state: State { shared.state.withLock(\.self) }

    func change(_ body: (inout State) -> Void) { shared.state.withLock { body(&$0) } }

    func close() { receiver.close() }

    private static func answer(
        _ call: String, _ message: HTTPReceiver.Message, _ state: inout State
    ) -> HTTPReceiver.Answer {
        if message.method == "GET" { return answer(call, query(of: message.target), state) }
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        guard let request = try? decoder.decode(Request.self, from: Data(message.body.utf8)) else {
            return refusal("MALFORMED_REQUEST")
        }
        switch call.split(separator: "/").first {
        case "runs": return answer(call, request, &state)
        case "experiments": return create(experiment: request.name ?? "", &state)
        default: return answer(ofModels: call, request, &state)
        }
    }

    private static func answer(
        _ call: String, _ query: [String: String], _ state: State
    ) -> HTTPReceiver.Answer {
        switch call {
        case "experiments/get-by-name":
            guard let index = state.experiments.firstIndex(of: query["experiment_name"] ?? "") else {
                return refusal("RESOURCE_DOES_NOT_EXIST", 404)
            }
            return .reply(200, "{\"experiment\":{\"experiment_id\":\"\(index)\",\"name\":\"x\"}}")
        case "model-versions/search":
            let words = (query["filter"] ?? "").split(separator: "'")
            guard words.count == 4, let model = state.models[String(words[1])],
                let index = model.versions.firstIndex(where: { $0.tags["mlopsd.key"] == String(words[3]) })
            else { return .reply(200, "{}") }
            return .reply(200, "{\"model_versions\":[\(text(of: model.versions[index], index))]}")
        case "registered-models/get":
            guard let model = state.models[query["name"] ?? ""] else {
                return refusal("RESOURCE_DOES_NOT_EXIST", 404)
            }
            let aliases = model.aliases.map { "{\"alias\":\"\($0.key)\",\"version\":\"\($0.value)\"}" }
            return .reply(
                200, "{\"registered_model\":{\"aliases\":[\(aliases.joined(separator: ","))],\(text(of: model.tags))}}")
        default: return refusal("ENDPOINT_NOT_FOUND", 404)
        }
    }

    private static func create(experiment name: String, _ state: inout State) -> HTTPReceiver.Answer {
        guard !state.experiments.contains(name) else { return refusal("RESOURCE_ALREADY_EXISTS") }
        state.experiments.append(name)
        return .reply(200, "{\"experiment_id\":\"\(state.experiments.count - 1)\"}")
    }

    private static func answer(_ call: String, _ request: Request, _ state: inout State) -> HTTPReceiver.Answer {
        let index = state.runs.firstIndex { $0.id == request.runId }
        switch (call, index) {
        case ("runs/search", _):
            let key = (request.filter ?? "").split(separator: "'").last.map(String.init)
            let runs = state.runs.filter { $0.tags["mlopsd.run_uuid"] == key }
            return .reply(200, "{\"runs\":[\(runs.map(text).joined(separator: ","))]}")
        case ("runs/create", _):
            let run = Run(id: "run\(state.runs.count)", tags: dictionary(request.tags))
            state.runs.append(run)
            return .reply(200, "{\"run\":\(text(of: run))}")
        case ("runs/log-batch", let index?):
            for metric in request.metrics ?? [] { state.runs[index].metrics[metric.key] = metric.value }
            state.runs[index].tags.merge(dictionary(request.tags)) { $1 }
            state.runs[index].parameters.merge(dictionary(request.params)) { $1 }
            return .reply(200, "{}")
        case ("runs/update", let index?):
            state.runs[index].status = request.status ?? ""
            return .reply(200, "{}")
        default: return refusal("RESOURCE_DOES_NOT_EXIST", 404)
        }
    }

    private static func answer(
        ofModels call: String, _ request: Request, _ state: inout State
    ) -> HTTPReceiver.Answer {
        let name = request.name ?? ""
        if call == "registered-models/create" {
            guard state.models[name] == nil else { return refusal("RESOURCE_ALREADY_EXISTS") }
            state.models[name] = Model()
            return .reply(200, "{}")
        }
        guard var model = state.models[name] else { return refusal("RESOURCE_DOES_NOT_EXIST", 404) }
        defer { state.models[name] = model }
        let index = (request.version.flatMap { Int($0) } ?? 0) - 1
        switch call {
        case "model-versions/create":
            model.versions.append(
                Version(run: request.runId ?? "", source: request.source ?? "", tags: dictionary(request.tags)))
            return .reply(200, "{\"model_version\":{\"version\":\"\(model.versions.count)\"}}")
        case "model-versions/set-tag" where model.versions.indices.contains(index):
            model.versions[index].tags[request.key ?? ""] = request.value
        case "registered-models/set-tag": model.tags[request.key ?? ""] = request.value
        case "registered-models/alias" where model.versions.indices.contains(index):
            model.aliases[request.alias ?? ""] = index + 1
        default: return refusal("ENDPOINT_NOT_FOUND", 404)
        }
        return .reply(200, "{}")
    }

    private static func refusal(_ code: String, _ status: Int = 400) -> HTTPReceiver.Answer {
        .reply(status, "{\"error_code\":\"\(code)\",\"message\":\"as told\"}")
    }

    private static func text(of run: Run) -> String {
        "{\"info\":{\"run_id\":\"\(run.id)\",\"artifact_uri\":\"mlflow-artifacts:/0/\(run.id)/artifacts\"}}"
    }

    private static func text(of version: Version, _ index: Int) -> String {
        "{\"version\":\"\(index + 1)\",\(text(of: version.tags))}"
    }

    private static func text(of tags: [String: String]) -> String {
        let texts = tags.map { "{\"key\":\"\($0.key)\",\"value\":\"\($0.value)\"}" }
        return "\"tags\":[\(texts.joined(separator: ","))]"
    }

    private static func dictionary(_ pairs: [Pair]?) -> [String: String] {
        Dictionary((pairs ?? []).map { ($0.key, $0.value) }) { $1 }
    }

    private static func query(of target: String) -> [String: String] {
        let pairs = target.drop { $0 != "?" }.dropFirst().split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts.first ?? ""), decoded(parts.count > 1 ? parts[1] : ""))
        }
        return Dictionary(pairs) { $1 }
    }

    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                bytes.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
