/// A file that says of others that they are whole.
package enum BatchMarker: Hashable, Sendable {
    /// `_SUCCESS`: every file in its directory that is not newer than it.
    case success
    /// `*.manifest.json`: the files that it lists.
    case manifest

    /// nil: the path is not a marker's.
    package init?(_ path: [UInt8]) {
        let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        let name = path[start...]
        if name.elementsEqual("_SUCCESS".utf8) {
            self = .success
        } else if name.count > 14, name.suffix(14).elementsEqual(".manifest.json".utf8) {
            self = .manifest
        } else {
            return nil
        }
    }

    /// The directory of the marker at `path`, empty for the dataset's own.
    package static func directory(of path: [UInt8]) -> [UInt8] {
        path.lastIndex(of: UInt8(ascii: "/")).map { Array(path[..<$0]) } ?? []
    }
}
