import FoundationEssentials
import Glibc
import MLOpsLinux

/// The secret of a webhook: `whsec_` and 24 to 64 bytes in base64, in a credential.
///
/// It is read at every delivery, so that it can be changed.
struct WebhookSecret: Sendable {
    let name: String
    /// Where credentials may lie, in the order in which they are looked for.
    let directories: [String]

    func read() throws(OutboxProblem) -> [UInt8] {
        for directory in directories {
            let path = "\(directory)/\(name)"
            do throws(LinuxError) {
                return try Self.decode(DurableFile.read(path, maximumBytes: 4096), path)
            } catch {
                guard error.code == ENOENT else { throw OutboxProblem("\(error)") }
            }
        }
        throw OutboxProblem("there is no credential \"\(name)\" in \(directories.joined(separator: " or "))")
    }

    private static func decode(_ bytes: [UInt8], _ path: String) throws(LinuxError) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
        guard let key = Data(base64Encoded: encoded), (24...64).contains(key.count) else {
            throw LinuxError("use", path, .malformed("a secret is whsec_ and 24 to 64 bytes in base64"))
        }
        return Array(key)
    }

    /// Where a daemon of this configuration looks: what systemd hands over, then what lies beside the settings.
    static func directories(besides configuration: String) -> [String] {
        let handed = getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }
        return [handed, "\(configuration)/credentials"].compactMap(\.self)
    }
}
