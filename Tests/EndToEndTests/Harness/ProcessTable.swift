import FoundationEssentials
import Glibc

/// The processes of this machine, as far as they belong to a test.
enum ProcessTable {
    /// Every process that names the directory in its arguments or its environment: shims, jobs and what they left.
    static func processes(of directory: String) -> [pid_t] {
        let name = Array(directory.utf8)
        return all.filter { pid in
            ["cmdline", "environ"].contains { contains(name, in: "/proc/\(pid)/\($0)") }
        }
    }

    /// The children of a process with their states, `Z` for a zombie.
    static func children(of parent: pid_t) -> [(pid: pid_t, state: Character)] {
        all.compactMap { pid in
            guard let status = status(of: pid), status.parent == parent else { return nil }
            return (pid, status.state)
        }
    }

    static func parent(of pid: pid_t) -> pid_t? { status(of: pid)?.parent }

    private static func status(of pid: pid_t) -> (parent: pid_t, state: Character)? {
        guard let text = text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 1, let parent = pid_t(fields[1]), let state = fields[0].first else { return nil }
        return (parent, state)
    }

    /// Kills until none is left; one that forks meanwhile is found the next time.
    static func killAll(of directory: String) {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let left = processes(of: directory).filter { $0 != getpid() }
            if left.isEmpty { return }
            for pid in left { _ = kill(pid, SIGKILL) }
            sched_yield()
        }
    }

    static func text(_ path: String) -> String? {
        // A process may end at any time, and then there is nothing to read.
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return nil }
        return String(decoding: data, as: UTF8.self)
    }

    private static var all: [pid_t] {
        // Without /proc there is nothing to find.
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    }

    private static func contains(_ name: [UInt8], in path: String) -> Bool {
        guard let data = try? Data(contentsOf: URL(filePath: path)) else { return false }
        return data.firstRange(of: name) != nil
    }
}
