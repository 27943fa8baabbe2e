import Glibc
import MLOpsCore
import MLOpsLinux

/// Where the files of one pipeline's service lie.
///
/// `relay/` is the shim's record of the process that holds the address, `backend` says where that leads to, and each
/// `g<number>/` is the record of one server; `r<number>/` that of a throw-away process.
struct ServiceDirectory: Hashable, Sendable {
    /// A server, or the throw-away process before it.
    enum Room: Hashable, Sendable {
        case server(Int64)
        case rehearsal(Int64)

        var name: String {
            switch self {
            case .server(let number): "g\(number)"
            case .rehearsal(let number): "r\(number)"
            }
        }

        init?(_ name: String) {
            guard let number = Int64(name.dropFirst()), number > 0 else { return nil }
            switch name.first {
            case "g": self = .server(number)
            case "r": self = .rehearsal(number)
            default: return nil
            }
        }
    }

    let path: String

    static func root(state: String) -> String { state + "/serving" }

    init(state: String, pipeline: PipelineName) {
        path = Self.root(state: state) + "/" + pipeline.text
    }

    var relay: String { path + "/relay" }
    /// The address that the relay was started for.
    var address: String { path + "/address" }
    /// Where the relay answers the daemon.
    var control: String { path + "/control" }
    var backend: String { path + "/backend" }

    func record(of room: Room) -> String { "\(path)/\(room.name)" }
    func goal(of number: Int64) -> String { record(of: .server(number)) + "/goal.json" }
    func log(of room: Room) -> String { record(of: room) + "/log" }
    func temporary(of room: Room) -> String { record(of: room) + "/tmp" }
    func socket(of room: Room) -> String { record(of: room) + "/socket" }
    func port(of room: Room) -> String { record(of: room) + "/port" }

    /// Those that are there, in the order of their numbers.
    var rooms: [(room: Room, number: Int64)] {
        guard let names = try? FileNames.list(path) else { return [] }  // not there: nothing was ever served
        return names.compactMap { name in
            Room(name).flatMap { room in Int64(name.dropFirst()).map { (room, $0) } }
        }.sorted { $0.number < $1.number }
    }

    /// Makes an empty record directory.
    func makeRecord(at record: String) throws(LinuxError) {
        for directory in [Self.parent(of: path), path] where mkdir(directory, 0o700) != 0 && errno != EEXIST {
            throw LinuxError("make directory", directory, .system(errno))
        }
        if access(record, F_OK) == 0 { try TreeRemoval.remove(record) }
        guard mkdir(record, 0o700) == 0 else { throw LinuxError("make directory", record, .system(errno)) }
    }

    private static func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "/"
    }
}

/// The names in a directory of our own.
enum FileNames {
    static func list(_ path: String) throws(LinuxError) -> [String] {
        guard let directory = opendir(path) else { throw LinuxError("list", path, .system(errno)) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
