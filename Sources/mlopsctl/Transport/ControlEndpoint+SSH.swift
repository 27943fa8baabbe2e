import MLOpsControl

extension ControlEndpoint {
    /// The daemon of another machine, through the `mlopsctl` there.
    static func overSSH(to host: String, remoteArguments: [String]) -> ControlEndpoint {
        .connected(name: "mlopsd on \(host)") { () throws(ControlError) in
            let remote = (["mlopsctl", "dial-stdio"] + remoteArguments).map(quotedForShell).joined(separator: " ")
            do throws(ChildProgram.NotStarted) {
                // After `--` a host that begins with a dash is not an option, which could be a command to execute.
                let ssh = try ChildProgram.start(["ssh", "-T", "--", host, remote], takingOutput: true)
                return ssh.socket
            } catch {
                throw .unreachable(
                    socket: "mlopsd on \(host)", cause: "ssh could not be started: \(error.description)",
                    isPermission: false)
            }
        }
    }

    private static func quotedForShell(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
