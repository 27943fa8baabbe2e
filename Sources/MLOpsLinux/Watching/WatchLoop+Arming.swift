import CMLOpsLinux
import Glibc

extension WatchLoop {
    /// Watches a root and, when it is recursive, everything below it.
    mutating func arm(_ root: WatchRoot) throws(LinuxError) {
        let directory = try SafeDirectory(root.path)
        try watch(directory.descriptor, WatchTable.Place(root: root, directory: .root))
        armed.insert(root)
        identities[root] = directory.identity
        if root.isRecursive { watchTree(root, from: .root, reportingFiles: false, in: directory) }
        outbox.append(.armed(root))
    }

    mutating func watchTree(_ root: WatchRoot, from start: RelativePath, reportingFiles: Bool) {
        do throws(LinuxError) {
            let directory = try SafeDirectory(root.path)
            guard directory.identity == identities[root] else { return lose(root, .replaced) }
            watchTree(root, from: start, reportingFiles: reportingFiles, in: directory)
        } catch {
            lose(root, .unavailable(error))
        }
    }

    /// For every directory: first the watch, then the listing, then what is below.
    ///
    /// So nothing can appear unseen: it was there when listed, or it came later and the watch tells.
    private mutating func watchTree(
        _ root: WatchRoot, from start: RelativePath, reportingFiles: Bool, in directory: SafeDirectory
    ) {
        var pending = [start]
        var unwatched = UnwatchedDirectories()
        while let path = pending.popLast() {
            drain()
            do throws(LinuxError) {
                let folder = try directory.open(path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOFOLLOW, action: "watch")
                do throws(LinuxError) {
                    if unwatched.isEmpty { try watch(folder, WatchTable.Place(root: root, directory: path)) }
                } catch {
                    guard case .watchLimit = error.cause else { throw error }
                    unwatched.first = path
                }
                if !unwatched.isEmpty { unwatched.count += 1 }
                try list(folder, root, path, reportingFiles: reportingFiles, in: directory) { pending.append($0) }
            } catch {
                // Vanished, or no directory any more: the event of its going tells.
                if [ENOENT, ENOTDIR, ELOOP].contains(error.code) { continue }
                outbox.append(.incomplete(root, path, error))
            }
        }
        guard let first = unwatched.first else { return }
        let limit = WatchLimit.reached(.watches, needed: table.count + unwatched.count)
        outbox.append(.incomplete(root, first, LinuxError("watch", first.bytes, .watchLimit(limit))))
    }

    private mutating func list(
        _ folder: Descriptor, _ root: WatchRoot, _ path: RelativePath, reportingFiles: Bool,
        in directory: SafeDirectory, found: (RelativePath) -> Void
    ) throws(LinuxError) {
        let listing = try DirectoryListing(folder, name: path)
        var count = 0
        while let entry = try listing.next() {
            count += 1
            if count.isMultiple(of: 1024) { drain() }
            let child = path.appending(entry.name)
            let isDirectory = entry.isDirectory ?? directory.isDirectory(child)
            if isDirectory { found(child) }
            guard reportingFiles else { continue }
            outbox.append(.changed(WatchChange(root: root, path: child, kind: .found, isDirectory: isDirectory)))
        }
    }

    private mutating func watch(_ folder: Descriptor, _ place: WatchTable.Place) throws(LinuxError) {
        switch inotify.add(folder) {
        case .success(let watch):
            if let unused = table.insert(watch, place) { inotify.remove(unused) }
        case .failure(let code):
            guard code.number == ENOSPC else {
                let object = place.directory.isRoot ? Array(place.root.path.utf8) : place.directory.bytes
                throw LinuxError("watch", object, .system(code.number))
            }
            throw LinuxError("watch", place.root.path, .watchLimit(.reached(.watches, needed: table.count + 1)))
        }
    }
}

/// The part of a tree that a limit left out; its size is counted, so that the message can say what is needed.
private struct UnwatchedDirectories {
    var first: RelativePath?
    var count = 0

    var isEmpty: Bool { first == nil }
}
