import MLOpsControl

extension ControlEndpoint {
    /// The daemon of another machine, through the `mlopsctl` there.
    static func overSSH(to host: String, remoteArguments: [String]) -> ControlEndpoint {
        .connected(name: name(of: host)) { () throws(ControlError) in
            let remote = (["mlopsctl", "dial-stdio"] + remoteArguments).map(quotedForShell).joined(separator: " ")
            do throws(ChildProgram.NotStarted) {
                // After `--` a host that begins with a dash is not an option, which could be a command to execute.
                let ssh = try ChildProgram.start(["ssh", "-T", "--", host, remote], takingOutput: true)
                return ControlConnection(descriptor: ssh.socket) { failure(ssh.wait(), of: host) }
            } catch {
                throw .unreachable(
                    socket: name(of: host), cause: "ssh could not be started: \(error.description)",
                    isPermission: false, hint: "install it, or run mlopsctl on \(host)")
            }
        }
    }

    private static func name(of host: String) -> String { "mlopsd on \(host)" }

    /// What an exit status of ssh(1) means, which has said on stderr what went wrong; nil: nothing did.
    private static func failure(_ status: Int32, of host: String) -> ControlError? {
        let (cause, hint): (String, String)
        switch status {
        case 0: return nil
        case 255: (cause, hint) = ("ssh failed, and says why above", "does \"ssh \(host)\" work?")
        case 127: (cause, hint) = ("there is no mlopsctl on it", "install mlopsd there")
        default: (cause, hint) = ("mlopsctl there failed, and says why above", "ssh \(host) mlopsctl doctor")
        }
        return .unreachable(socket: name(of: host), cause: cause, isPermission: false, hint: hint)
    }

    private static func quotedForShell(_ word: String) -> String {
        "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
