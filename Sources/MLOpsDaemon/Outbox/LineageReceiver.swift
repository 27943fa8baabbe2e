import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore

/// Run events of OpenLineage, one JSON object each: appended to a file as a line, or POSTed.
struct LineageReceiver: Receiver {
    let writer: LineageWriter
    /// An address, or the absolute path of a file.
    let place: String
    let timeout: Duration
    /// nil: what is run is a process below the daemon.
    var units: CommandUnits? = nil

    func take(_ event: OutgoingEvent) -> Delivery {
        do {
            // A kind of event that is not of a run was never meant for it.
            guard let body = try writer.json(event) else { return .made }
            guard place.hasPrefix("/") else {
                return HTTPPoster(url: place, timeout: timeout, units: units).post(body, [])
            }
            try append(body + [UInt8(ascii: "\n")])
            return .made
        } catch {
            return .failed("\(error)")
        }
    }

    /// In one write, so that lines of several writers do not mix; on the disk before it counts as told.
    private func append(_ line: [UInt8]) throws(LinuxError) {
        let file = open(place, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o640)
        guard file >= 0 else { throw LinuxError("append to", place, .system(errno)) }
        defer { close(file) }
        let count = line.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard count == line.count, fdatasync(file) == 0 || errno == EINVAL else {
            throw LinuxError("append to", place, .system(count < 0 ? errno : ENOSPC))
        }
    }
}
