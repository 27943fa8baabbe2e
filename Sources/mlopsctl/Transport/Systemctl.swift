import Glibc

/// `systemctl(1)`, which asks the system's service manager.
enum Systemctl {
    /// Has it do something; what it says about a failure goes to the terminal.
    static func tell(_ arguments: [String]) throws(CommandFailure) {
        _ = try ask(arguments)
    }

    /// - Parameter pattern: as systemctl(1) takes it.
    static func activeUnits(_ pattern: String) throws(CommandFailure) -> [String] {
        try ask(["list-units", "--plain", "--no-legend", "--state=active", pattern])
            .split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    private static func ask(_ arguments: [String]) throws(CommandFailure) -> String {
        let line = (["systemctl"] + arguments).joined(separator: " ")
        let program: ChildProgram
        do throws(ChildProgram.NotStarted) {
            // Errors alone: that units changed on the disk is why they are read again.
            program = try ChildProgram.start(
                ["systemctl", "--no-pager"] + arguments, environment: ["SYSTEMD_LOG_LEVEL": "err"], takingOutput: true)
        } catch {
            throw CommandFailure(.internal, "cannot run \"\(line)\": \(error.description)")
        }
        let said = read(program.socket)
        close(program.socket)
        let status = program.wait()
        guard status == 0 else { throw CommandFailure(.negative, "\"\(line)\" failed with status \(status)") }
        return said
    }

    private static func read(_ socket: Int32) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(socket, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
    }
}
