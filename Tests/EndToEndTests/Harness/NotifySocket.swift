import CMLOpsLinux
import Glibc

/// The service manager's end of sd_notify(3).
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    init(at path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = UnixAddress(path)
        guard descriptor >= 0, address.withPointer({ bind(descriptor, $0, $1) }) == 0 else {
            throw HarnessError("cannot listen at \(path): \(errno)")
        }
    }

    deinit { close(descriptor) }

    /// Waits for the first message that fits.
    func next(_ fits: (String) -> Bool) async throws -> String {
        try await eventually("no such message of the daemon") {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let length = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard length > 0 else { return nil }
            let text = String(decoding: buffer.prefix(length), as: UTF8.self)
            return fits(text) ? text : nil
        }
    }
}
