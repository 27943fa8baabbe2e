import Glibc
import MLOpsDaemon

/// Where an instance keeps its things unless it is told otherwise.
struct DefaultPaths {
    let isUserInstance: Bool
    private let configuration: String
    private let state: String
    private let socket: String

    init(isUserInstance: Bool) throws {
        self.isUserInstance = isUserInstance
        guard isUserInstance else {
            configuration = "/etc/mlopsd"
            state = Self.variable("STATE_DIRECTORY") ?? "/var/lib/mlopsd"
            socket = (Self.variable("RUNTIME_DIRECTORY") ?? "/run/mlopsd") + "/mlopsd.sock"
            return
        }
        let home = Self.variable("HOME") ?? "/"
        configuration = (Self.variable("XDG_CONFIG_HOME") ?? home + "/.config") + "/mlopsd"
        state = (Self.variable("XDG_STATE_HOME") ?? home + "/.local/state") + "/mlopsd"
        socket = (Self.variable("XDG_RUNTIME_DIR") ?? state) + "/mlopsd/mlopsd.sock"
    }

    func paths(configuration: String?, state: String?, socket: String?) throws -> DaemonPaths {
        DaemonPaths(
            configuration: Self.absolute(configuration ?? self.configuration),
            state: Self.absolute(state ?? self.state), socket: Self.absolute(socket ?? self.socket),
            isUserInstance: isUserInstance)
    }

    static var programs: DaemonPrograms {
        DaemonPrograms(shim: program("mlopsd-shim"), profiler: program("mlopsd-profile"))
    }

    /// Beside this program in a build tree, in `libexec` beside its directory where it is installed.
    private static func program(_ name: String) -> String {
        let parts = ownPath.split(separator: "/").dropLast()
        let directory = parts.reduce("") { $0 + "/" + $1 }
        let prefix = parts.dropLast().reduce("") { $0 + "/" + $1 }
        let beside = "\(directory)/\(name)"
        return access(beside, X_OK) == 0 ? beside : "\(prefix)/libexec/mlopsd/\(name)"
    }

    private static var ownPath: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let length = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
        }
        return String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Steps run elsewhere and the record outlives the daemon: a relative path would change its meaning.
    private static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return String(cString: current) + "/" + path
    }
}
