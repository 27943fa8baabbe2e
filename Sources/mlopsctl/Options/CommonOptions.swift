import ArgumentParser
import Glibc
import MLOpsControl

/// What every verb understands.
struct CommonOptions: ParsableArguments {
    @Flag(name: [.long, .customShort("j")], help: "Write JSON: one object or array, or one object a line.")
    var json = false

    @Flag(help: "Do not pipe output into a pager.")
    var noPager = false

    @Flag(help: "Do not print the header of a table and the line below it.")
    var noLegend = false

    @Flag(name: [.customShort("l"), .long], help: "Do not cut lines to the width of the terminal.")
    var full = false

    @Flag(help: "Talk to your own daemon instead of the system's.")
    var user = false

    @Option(help: ArgumentHelp("The control socket.", valueName: "path"), completion: .file())
    var socket: String?

    @Option(
        name: [.customShort("H"), .long],
        help: ArgumentHelp("Talk to the daemon of another machine, over ssh.", valueName: "user@host"))
    var host: String?
}

extension CommonOptions {
    var console: Console { Console(self) }

    var endpoint: ControlEndpoint {
        if let host { return .overSSH(to: host, remoteArguments: instanceArguments) }
        return .socket(path: socketPath)
    }

    var socketPath: String { socket ?? (user ? userSocketPath : SocketPath.system) }

    private var userSocketPath: String {
        let home = Environment.value("HOME") ?? "/"
        return SocketPath.user(
            runtimeDirectory: Environment.value("XDG_RUNTIME_DIR"), uid: getuid(),
            stateDirectory: (Environment.value("XDG_STATE_HOME") ?? home + "/.local/state") + "/mlopsd")
    }

    private var instanceArguments: [String] {
        (user ? ["--user"] : []) + (socket.map { ["--socket", $0] } ?? [])
    }
}
