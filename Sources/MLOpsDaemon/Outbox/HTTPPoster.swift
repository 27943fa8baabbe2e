import Glibc
import MLOpsCore
import MLOpsLinux

/// Sends JSON to an address: over plain HTTP by itself, over TLS by curl, which knows the host's certificates.
///
/// Where the service manager starts units, the daemon itself may reach this machine alone; curl goes further.
/// Nothing is followed elsewhere: an answer that redirects is none.
struct HTTPPoster: Sendable {
    private static let curl = "/usr/bin/curl"

    let url: String
    let timeout: Duration
    /// nil: what is run is a process below the daemon.
    var units: CommandUnits? = nil

    func post(_ body: [UInt8], _ headers: [(name: String, value: String)]) -> Delivery {
        let all = [("content-type", "application/json")] + headers.map { ($0.name, $0.value) }
        do throws(LinuxError) {
            guard let question = HTTPQuestion(url), units == nil || question.isOfThisMachine else {
                return try Self.judge(byCurl(body, all))
            }
            return Self.judge(try question.post(body, headers: all, timeout: timeout).status)
        } catch {
            return .failed("\(error)")
        }
    }

    /// What will never be taken is told from what may be taken later.
    static func judge(_ status: Int) -> Delivery {
        switch status {
        case 200...299: .made
        case 408, 425, 429: .failed("it answered with status \(status)")
        case 300...499: .refused("it answered with status \(status)")
        default: .failed("it answered with status \(status)")
        }
    }

    private func byCurl(_ body: [UInt8], _ headers: [(String, String)]) throws(LinuxError) -> Int {
        let seconds = max(1, timeout.components.seconds)
        var request = SpawnRequest(
            arguments: [
                Self.curl, "--silent", "--show-error", "--output", "/dev/null", "--write-out", "%{http_code}",
                "--proto", "=http,https", "--max-time", "\(seconds)", "--data-binary", "@-",
            ] + headers.flatMap { ["--header", "\($0.0): \($0.1)"] } + ["--", url],
            environment: ["PATH=\(BaseEnvironment.defaultPath)", "LANG=C.UTF-8"])
        request.standardInput = try MemoryFile.holding(body)
        let outcome = try PipelineCommand(request: request, timeout: timeout + .seconds(5), units: units).run()
        guard outcome.isSuccess, let status = Int(String(decoding: outcome.output, as: UTF8.self)) else {
            throw LinuxError("post to", url, .malformed(UntrustedText.escape(outcome.lastLine)))
        }
        return status
    }
}
