import MLOpsCore
import MLOpsLinux

/// What is known of the code of one pipeline.
struct PipelineCode {
    let name: PipelineName
    /// The pipeline's directory, without symbolic links where it could be resolved.
    let directory: String
    let selection: CodeSelection
    let settle: Duration
    let roots: [WatchRoot]
    /// Uptime at which it is read next.
    var dueAt: Int64
    var isReading = false
    /// Whether something changed since the reading began.
    var wasDisturbed = false
    var isPartlyWatched = false
    var failure: String?
    /// As last told.
    var observed: CodeFiles?
    /// Digests by path, so that only what changed is read.
    var digests: [[UInt8]: ContentDigest] = [:]

    init(_ pipeline: PipelineDefinition, selection: CodeSelection, root: String, at uptime: Int64) {
        name = pipeline.name
        directory = root
        self.selection = selection
        settle = CodeSelection.settle(of: pipeline)
        roots = selection.places.map { place in
            let below = String(decoding: place.directory, as: UTF8.self)
            return WatchRoot(path: below.isEmpty ? root : "\(root)/\(below)", isRecursive: place.isDeep)
        }
        dueAt = uptime
    }

    static func resolve(_ directory: String) -> String {
        // A directory that is not there is watched for under its own name.
        (try? SafeDirectory.realPath(of: directory)) ?? directory
    }

    /// Whether the change may be one of the code.
    func concerns(_ change: WatchChange) -> Bool {
        if change.isDirectory { return change.kind != .attributes }
        guard change.root.path.hasPrefix(directory) else { return false }
        let below = Array(change.root.path.utf8.dropFirst(directory.utf8.count + 1))
        return selection.contains(below.isEmpty ? change.path.bytes : below + [UInt8(ascii: "/")] + change.path.bytes)
    }
}
