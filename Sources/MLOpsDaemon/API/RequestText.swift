import HTTPTypes
import MLOpsControl

/// What text that clients send may hold: it goes into environments, logs and tables.
enum RequestText {
    /// A reason is one line for people.
    static let longestReason = 1000
    /// Far below what execve(2) takes of one string.
    static let longestParameter = 64 << 10
    static let priorities = 0...100

    static func checked(reason: String?) throws(APIFailure) -> String? {
        guard let reason else { return nil }
        guard reason.utf8.count <= longestReason else {
            throw invalid("a reason has at most \(longestReason) bytes", "/reason")
        }
        guard !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw invalid("a reason is one line of text without control characters", "/reason")
        }
        return reason
    }

    static func checked(priority: Int?) throws(APIFailure) -> Int? {
        guard priority.map(priorities.contains) ?? true else {
            throw invalid("a priority lies between \(priorities.lowerBound) and \(priorities.upperBound)", "/priority")
        }
        return priority
    }

    static func check(parameter name: String, _ value: String) throws(APIFailure) {
        guard value.utf8.count <= longestParameter, !value.utf8.contains(0) else {
            throw invalid(
                "a parameter's value has at most \(longestParameter) bytes and no NUL", "/parameters/\(name)")
        }
    }

    private static func invalid(_ detail: String, _ pointer: String) -> APIFailure {
        APIFailure(.unprocessableContent, .invalid, detail, pointer: pointer)
    }
}
