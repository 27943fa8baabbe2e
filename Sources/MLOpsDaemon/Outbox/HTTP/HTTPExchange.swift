import Glibc
import MLOpsCore
import MLOpsLinux

/// One request and its answer: over plain HTTP by itself, over TLS by curl, which knows the host's certificates.
///
/// Where the service manager starts units, the daemon itself may reach this machine alone; curl goes further.
/// Nothing is followed elsewhere: an answer that redirects is none.
struct HTTPExchange: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: String
    }

    typealias Header = (name: String, value: String)

    private static let curl = "/usr/bin/curl"
    private static let maximumBytes = 4 << 20

    /// For the whole exchange.
    let timeout: Duration
    /// nil: what is run is a process below the daemon.
    var units: CommandUnits? = nil

    /// - Parameters:
    ///   - url: `http://…` or `https://…`.
    ///   - headers: names and values that hold no line ends.
    ///   - body: JSON; nil: it is a GET.
    func send(to url: String, headers: [Header], body: [UInt8]?) throws(LinuxError) -> Answer {
        let all = (body == nil ? [] : [("content-type", "application/json")]) + headers.map { ($0.name, $0.value) }
        guard let question = HTTPQuestion(url), units == nil || question.isOfThisMachine else {
            return try byCurl(url, all, body)
        }
        let answer = try question.exchange(
            body, headers: all, timeout: timeout, maximumBytes: Self.maximumBytes)
        return Answer(status: answer.status, body: answer.body)
    }

    /// What is to be sent goes to curl on its standard input: anyone may read a program's arguments.
    private func byCurl(
        _ url: String, _ headers: [(String, String)], _ body: [UInt8]?
    ) throws(LinuxError) -> Answer {
        let seconds = max(1, timeout.components.seconds)
        var request = SpawnRequest(
            arguments: [
                Self.curl, "--silent", "--show-error", "--write-out", "\\n%{http_code}", "--proto", "=http,https",
                "--max-time", "\(seconds)", "--config", "-", "--", url,
            ], environment: ["PATH=\(BaseEnvironment.defaultPath)", "LANG=C.UTF-8"])
        var lines = headers.map { "header = \(Self.quoted("\($0.0): \($0.1)"))" }
        if let body { lines.append("data-raw = \(Self.quoted(String(decoding: body, as: UTF8.self)))") }
        request.standardInput = try MemoryFile.holding(Array((lines.joined(separator: "\n") + "\n").utf8))
        let command = PipelineCommand(
            request: request, timeout: timeout + .seconds(5), units: units, owner: .daemon, isPrivate: true)
        let outcome = try command.run(maximumOutputBytes: Self.maximumBytes)
        let output = String(decoding: outcome.output, as: UTF8.self)
        guard outcome.isSuccess, let end = output.lastIndex(of: "\n"),
            let status = Int(output[output.index(after: end)...])
        else { throw LinuxError("ask", url, .malformed(UntrustedText.escape(outcome.lastLine))) }
        return Answer(status: status, body: String(output[..<end]))
    }

    /// As curl's configuration wants it; a line end never stands in JSON or in a header.
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == "\\" || scalar == "\"" { text += "\\" }
            text.unicodeScalars.append(scalar)
        }
        return "\"\(escaped)\""
    }
}
