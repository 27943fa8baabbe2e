import FoundationEssentials

/// Makes a `Problem` of an answer that is none of success, whatever its body is.
struct ProblemReader {
    var status: Int
    var title: String
    private var body = Data()

    init(status: Int, title: String) {
        self.status = status
        self.title = title
    }

    mutating func add(_ part: Data) {
        // A problem is short; of anything longer the beginning says enough.
        if body.count < 1 << 20 { body.append(part) }
    }

    var problem: Problem {
        // What is not a problem document is worth no more than its status.
        if let problem = try? ControlJSON.decode(Problem.self, from: body) { return problem }
        return Problem(
            type: "about:blank", title: title, status: status, detail: "the daemon answered \(status) \(title)",
            code: ProblemCode(rawValue: "http-\(status)"))
    }
}
