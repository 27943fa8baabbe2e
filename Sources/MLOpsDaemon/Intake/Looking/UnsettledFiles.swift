import HeapModule
import MLOpsCore
import MLOpsLinux

/// A file that is not known to be whole yet, or whose content is being read.
struct UnsettledFile {
    let path: RelativePath
    var readiness: FileReadiness
    /// Uptime in microseconds.
    let since: Int64
    /// Whether the record says that it is settling, because it has been for long.
    var isReported = false
    /// The state whose content is being read by the dataset's queue.
    var examining: WholeFile?
    /// Whether something happened to it since the reading began.
    var wasDisturbed = false
}

/// The unsettled files of a dataset, bounded, with the times at which they are to be looked at again.
struct UnsettledFiles {
    private struct Due: Comparable {
        let at: Int64
        let path: RelativePath

        static func < (left: Due, right: Due) -> Bool { left.at < right.at }
    }

    private var files: [[UInt8]: UnsettledFile] = [:]
    private var dueAt: [[UInt8]: Int64] = [:]
    private var due = Heap<Due>()
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    var count: Int { files.count }

    subscript(path: [UInt8]) -> UnsettledFile? { files[path] }

    /// Keeps the file; returns false when there is no room for another one.
    mutating func put(_ file: UnsettledFile, lookAt: Int64?) -> Bool {
        guard files[file.path.bytes] != nil || files.count < capacity else { return false }
        files[file.path.bytes] = file
        guard let lookAt, lookAt < dueAt[file.path.bytes] ?? .max else { return true }
        // A later time than one already set needs no entry of its own: looking early does no harm.
        dueAt[file.path.bytes] = lookAt
        due.insert(Due(at: lookAt, path: file.path))
        return true
    }

    mutating func remove(_ path: [UInt8]) {
        files[path] = nil
        dueAt[path] = nil
    }

    mutating func removeAll() {
        files = [:]
        dueAt = [:]
        due = Heap()
    }

    /// Uptime in microseconds; nil: nothing waits for a time.
    var nextLook: Int64? { due.min?.at }

    /// Returns a file whose time has come.
    mutating func popDue(at uptime: Int64) -> UnsettledFile? {
        while let next = due.min, next.at <= uptime {
            due.removeMin()
            guard dueAt[next.path.bytes] == next.at else { continue }
            dueAt[next.path.bytes] = nil
            if let file = files[next.path.bytes] { return file }
        }
        return nil
    }
}
