import MLOpsCore
import MLOpsLinux

/// Sends JSON to an address, of whose answer only the status matters.
struct HTTPPoster: Sendable {
    let url: String
    let timeout: Duration
    /// nil: what is run is a process below the daemon.
    var units: CommandUnits? = nil

    func post(_ body: [UInt8], _ headers: [(name: String, value: String)]) -> Delivery {
        do throws(LinuxError) {
            let exchange = HTTPExchange(timeout: timeout, units: units)
            return Self.judge(try exchange.send(to: url, headers: headers, body: body).status)
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
}
