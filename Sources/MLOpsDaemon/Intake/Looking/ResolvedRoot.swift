import MLOpsLinux

/// Where a dataset's configured path leads now.
struct ResolvedRoot: Sendable {
    enum Place: Hashable, Sendable {
        /// - path: Without symbolic links.
        case found(path: String, isRemote: Bool)
        case unavailable(String)

        /// As the kernel says.
        init(_ path: String) {
            do throws(LinuxError) {
                let real = try SafeDirectory.realPath(of: path)
                self = .found(path: real, isRemote: try FileSystem(of: real).isRemote)
            } catch {
                self = .unavailable("\(error)")
            }
        }
    }

    /// The configuration it was resolved for; an answer to an older one is dropped.
    let generation: Int
    let place: Place
}
