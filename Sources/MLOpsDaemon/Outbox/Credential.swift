import Glibc
import MLOpsConfig
import MLOpsLinux

/// Something that only the daemon and whom it talks to may know.
///
/// It is read whenever it is needed, so that it can be changed.
struct Credential: Sendable {
    let name: String
    /// Where credentials may lie, in the order in which they are looked for.
    let directories: [String]

    /// Returns its text without the space around it.
    func text() throws(OutboxProblem) -> String {
        for directory in directories {
            do throws(LinuxError) {
                let text = String(
                    decoding: try DurableFile.read("\(directory)/\(name)", maximumBytes: 4096), as: UTF8.self)
                return try Self.line(text, "\(directory)/\(name)")
            } catch {
                guard error.code == ENOENT else { throw problem(error) }
            }
        }
        throw OutboxProblem(
            "there is no credential \"\(name)\" in \(directories.joined(separator: " or "))" + handing)
    }

    private func problem(_ error: LinuxError) -> OutboxProblem {
        OutboxProblem("\(error)" + (error.code == EACCES ? handing : ""))
    }

    /// How it gets here.
    private var handing: String {
        directories.last.map {
            "; " + Obstacle.handing(name, in: $0, to: BaseEnvironment.ofThisProcess.user)
        } ?? ""
    }

    private static func line(_ text: String, _ path: String) throws(LinuxError) -> String {
        let line = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard !line.isEmpty, !line.contains(where: \.isNewline) else {
            throw LinuxError("use", path, .malformed("a credential is one line"))
        }
        return String(line)
    }

    /// Where a daemon of this configuration looks: what systemd hands over, then what lies beside the settings.
    static func directories(besides configuration: String) -> [String] {
        let handed = getenv("CREDENTIALS_DIRECTORY").map { String(cString: $0) }
        return [handed, "\(configuration)/credentials"].compactMap(\.self)
    }
}
