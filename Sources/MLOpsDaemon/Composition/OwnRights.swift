import Glibc
import MLOpsConfig

/// What this process may do: the kernel is asked, who knows of units, lists and mounts alike.
struct OwnRights: DaemonRights {
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
}
