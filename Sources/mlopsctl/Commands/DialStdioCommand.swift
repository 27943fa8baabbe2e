import ArgumentParser
import Glibc
import MLOpsControl

/// `mlopsctl dial-stdio`: the other end of `--host`.
struct DialStdioCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dial-stdio", abstract: "Connect stdin and stdout to the control socket.", shouldDisplay: false)

    @OptionGroup var common: CommonOptions

    func run() throws {
        do {
            try SocketRelay(connectingTo: common.socketPath).run()
        } catch {
            let unreachable = ControlError.unreachable(
                socket: common.socketPath, cause: error.text,
                isPermission: error.code == EACCES || error.code == EPERM)
            throw CommandFailure(unreachable, isUserInstance: common.user)
        }
    }
}
