import Glibc
import MLOpsConfig
import MLOpsCore

/// What this process may do: the kernel is asked, who knows of units, lists and mounts alike.
struct OwnRights: DaemonRights {
    /// The directory, beside which credentials lie.
    let configuration: String

    var user: String { BaseEnvironment.ofThisProcess.user }

    func obstacle(toLinksIn directory: String) -> Obstacle? {
        guard access(directory, W_OK | X_OK) != 0 else { return nil }
        return switch errno {
        case ENOENT: .missing(directory, for: user)
        case EROFS: .readOnly(directory)
        case EACCES, EPERM: .forbidden(directory, to: user)
        default: nil
        }
    }

    func obstacle(toSecretOf receiver: ReceiverDefinition) -> Obstacle? {
        guard let name = receiver.secret else { return nil }
        let credential = Credential(name: name, directories: Credential.directories(besides: configuration))
        do throws(OutboxProblem) {
            if case .webhook = receiver.kind {
                _ = try WebhookSecret(credential: credential).read()
            } else {
                _ = try credential.text()
            }
            return nil
        } catch {
            return Obstacle(problem: error.description)
        }
    }
}
