import CMLOpsLinux
import Glibc

/// One inotify instance: watches in, raw events out.
struct Inotify {
    /// Adds a watch by path and returns its descriptor, or a negative errno.
    ///
    /// Replaced in tests, to reach limits.
    typealias AddWatch = @Sendable (_ instance: Int32, _ path: String, _ mask: UInt32) -> Int32

    struct Event {
        let watch: Int32
        let mask: UInt32
        let name: FileName?

        func has(_ flag: Int32) -> Bool { mask & UInt32(bitPattern: flag) != 0 }
        func has(_ flag: UInt32) -> Bool { mask & flag != 0 }
    }

    /// IN_CREATE matters for files too: a hard link into the directory gives nothing else.
    ///
    /// IN_MODIFY would double the load of the queue and tell nothing that the close does not.
    private static let mask =
        UInt32(IN_CLOSE_WRITE) | UInt32(IN_MOVED_TO) | UInt32(IN_MOVED_FROM) | UInt32(IN_CREATE) | UInt32(IN_DELETE)
        | UInt32(IN_ATTRIB) | UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
        | UInt32(IN_EXCL_UNLINK)

    let descriptor: Descriptor
    private let addWatch: AddWatch

    init(addWatch: @escaping AddWatch = Self.systemAddWatch) throws(LinuxError) {
        let number = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard number >= 0 else {
            guard errno == EMFILE else { throw .last("create", "inotify instance") }
            throw LinuxError("create", "inotify instance", .watchLimit(.reached(.instances, needed: 1)))
        }
        descriptor = Descriptor(owning: number)
        self.addWatch = addWatch
    }

    static let systemAddWatch: AddWatch = { instance, path, mask in
        let watch = inotify_add_watch(instance, path, mask)
        return watch >= 0 ? watch : -errno
    }

    /// Watches an open directory; by descriptor, so that the watch and the listing are of the same inode.
    func add(_ directory: Descriptor) -> Result<Int32, SystemCode> {
        let watch = addWatch(descriptor.number, "/proc/self/fd/\(directory.number)", Self.mask)
        return watch >= 0 ? .success(watch) : .failure(SystemCode(number: -watch))
    }

    /// Removes a watch; one that the kernel dropped already is no error.
    func remove(_ watch: Int32) {
        _ = inotify_rm_watch(descriptor.number, watch)
    }

    /// Reads what one buffer takes; returns false when nothing is waiting.
    func read(into buffer: UnsafeMutableRawBufferPointer, _ body: (Event) -> Void) -> Bool {
        let count = Glibc.read(descriptor.number, buffer.baseAddress, buffer.count)
        guard count > 0 else { return false }
        let header = MemoryLayout<inotify_event>.size
        var offset = 0
        while offset + header <= count {
            let raw = buffer.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
            let name = buffer[(offset + header)..<(offset + header + Int(raw.len))].prefix { $0 != 0 }
            body(Event(watch: raw.wd, mask: raw.mask, name: FileName(name)))
            offset += header + Int(raw.len)
        }
        return true
    }
}

/// An errno as an error of its own, inside the module.
struct SystemCode: Error {
    let number: Int32
}
