import MLOpsLinux

/// Where a dataset's configured path leads now.
struct ResolvedRoot: Sendable {
    enum Place: Hashable, Sendable {
        /// - path: Without symbolic links.
        case found(path: String, isRemote: Bool)
        case unavailable(String)
    }

    /// The configuration it was resolved for; an answer to an older one is dropped.
    let generation: Int
    let place: Place

    init(_ path: String, generation: Int) {
        self.generation = generation
        place = Self.resolve(path)
    }

    static func resolve(_ path: String) -> Place {
        do throws(LinuxError) {
            let real = try SafeDirectory.realPath(of: path)
            return .found(path: real, isRemote: try FileSystem(of: real).isRemote)
        } catch {
            return .unavailable("\(error)")
        }
    }
}
