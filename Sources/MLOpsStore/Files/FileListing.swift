package import MLOpsCore

/// All files of a small dataset, by rising path.
package struct FileListing: Sendable {
    /// A larger dataset is read part by part.
    package static let maximumFiles = 512

    package private(set) var files: [KnownFile]
    /// Files up to this sequence number were read by a successful run.
    private var usedThrough: Int64

    package init(files: [KnownFile], usedThrough: Int64) {
        self.files = files
        self.usedThrough = usedThrough
    }

    func file(_ path: [UInt8]) -> KnownFile? {
        let index = firstIndex(from: path)
        return index < files.count && files[index].record.path == path ? files[index] : nil
    }

    package func files(after path: [UInt8], limit: Int) -> [KnownFile] {
        var start = firstIndex(from: path)
        if start < files.count, files[start].record.path == path { start += 1 }
        // A copy of each would cost more than all else that is done with them.
        if start == 0, files.count <= limit { return files }
        return Array(files[start...].prefix(limit))
    }

    package mutating func put(_ record: FileRecord) {
        let file = KnownFile(record: record, isUsed: record.sequence > 0 && record.sequence <= usedThrough)
        let index = firstIndex(from: record.path)
        if index < files.count, files[index].record.path == record.path {
            files[index] = file
        } else {
            files.insert(file, at: index)
        }
    }

    mutating func use(through sequence: Int64) {
        guard sequence > usedThrough else { return }
        usedThrough = sequence
        for index in files.indices where (1...sequence).contains(files[index].record.sequence) {
            files[index].isUsed = true
        }
    }

    /// Keeps the digest where the file still is what was hashed.
    mutating func remember(_ frozen: FrozenFile) {
        let index = firstIndex(from: frozen.path)
        guard index < files.count, files[index].record.path == frozen.path,
            files[index].record.fingerprint == frozen.fingerprint
        else { return }
        files[index].record.digest = frozen.digest
    }

    /// The place of the path, or where it would be.
    private func firstIndex(from path: [UInt8]) -> Int {
        var (low, high) = (0, files.count)
        while low < high {
            let middle = (low + high) / 2
            if files[middle].record.path.lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
