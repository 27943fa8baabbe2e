import Logging
import MLOpsControl

/// What a command is about, as far as its path says.
struct CommandSubject {
    private static let longest = 200

    /// `deploy of churn/17`, or the route alone.
    let text: String
    let metadata: Logger.Metadata

    init(_ route: Route, _ path: String) {
        let parts = path.prefix { $0 != "?" }.split(separator: "/").dropFirst().map { String($0) }
        guard parts.count > 1, parts.allSatisfy(Self.isPlain) else {
            (text, metadata) = (route.rawValue, [:])
            return
        }
        let subject: String
        (subject, metadata) = Self.named(parts)
        text = "\(route.rawValue) of \(subject)"
    }

    private static func named(_ parts: [String]) -> (String, Logger.Metadata) {
        let name = parts[1]
        switch parts[0] {
        case "pipelines": return (name, ["MLOPSD_PIPELINE": "\(name)"])
        case "runs": return (name, ["MLOPSD_RUN_ID": "\(name)"])
        case "models" where parts.count > 2 && parts[2].allSatisfy(\.isWholeNumber):
            let version = "\(name)/\(parts[2])"
            return (version, ["MLOPSD_PIPELINE": "\(name)", "MLOPSD_MODEL_VERSION": "\(version)"])
        case "models": return (name, ["MLOPSD_PIPELINE": "\(name)"])
        default: return (name, [:])
        }
    }

    /// Whoever asks chooses the path: what can be no name of ours is not repeated.
    private static func isPlain(_ part: String) -> Bool {
        part.utf8.count <= longest
            && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }
}
