import CMLOpsLinux
import Glibc

/// Lets another user at files of this process's own user, by access control lists; nobody else gets any further.
package struct AccessGrant: Sendable {
    package struct Permissions: Sendable {
        let bits: UInt16

        package static let enter = Permissions(bits: 1)
        package static let read = Permissions(bits: 4)
        package static let readWrite = Permissions(bits: 6)
        package static let all = Permissions(bits: 7)
    }

    private static let longestList = 64 * 1024
    private static let access = "system.posix_acl_access"
    private static let inherited = "system.posix_acl_default"

    package let user: UInt32

    package init(user: UInt32) {
        self.user = user
    }

    /// Lets the user at a file or directory.
    package func allow(_ permissions: Permissions, at path: String) throws(LinuxError) {
        try allow(permissions, Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK), path)
    }

    /// Lets the user write in a directory, and both users at whatever either makes there.
    package func share(_ path: String) throws(LinuxError) {
        try share(Descriptor.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW), path)
    }

    private func share(_ directory: Descriptor, _ path: String) throws(LinuxError) {
        try allow(.all, directory, path)
        var list = AccessList(mode: 0o700)
        for user in [self.user, geteuid()] { list.allow(user: user, Permissions.all.bits) }
        try Self.set(list, Self.inherited, directory, path)
        let listing = try DirectoryListing(directory, name: .root)
        while let entry = try listing.next() { try shareEntry(entry.name, of: directory, path) }
    }

    /// What this process's own user put there before.
    ///
    /// The other may write there: only what was opened is looked at.
    private func shareEntry(_ name: FileName, of directory: Descriptor, _ path: String) throws(LinuxError) {
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        let opened = mlops_openat2(
            directory.number, text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0,
            Int32(MLOPS_RESOLVE_NO_SYMLINKS.rawValue | MLOPS_RESOLVE_BENEATH.rawValue))
        // A link, or gone, or the other's alone.
        guard opened >= 0 else { return }
        let file = Descriptor(owning: opened)
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_uid == geteuid() else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: try share(file, "\(path)/\(name)")
        case S_IFREG: try allow(status.st_mode & 0o100 != 0 ? .all : .readWrite, file, "\(path)/\(name)")
        default: return
        }
    }

    /// Takes back from every user what `allow` gave at a file or directory: with it goes all that is below.
    package static func withdrawAll(at path: String) throws(LinuxError) {
        let file = try Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        try change(file, path) { $0.refuseUsers() }
    }

    private func allow(_ permissions: Permissions, _ file: Descriptor, _ path: String) throws(LinuxError) {
        try Self.change(file, path) { $0.allow(user: user, permissions.bits) }
    }

    private static func change(
        _ file: Descriptor, _ path: String, _ body: (inout AccessList) -> Void
    ) throws(LinuxError) {
        let before = try list(of: file, path)
        var list = before
        body(&list)
        guard list != before else { return }
        try set(list, access, file, path)
    }

    private static func list(of file: Descriptor, _ path: String) throws(LinuxError) -> AccessList {
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw .last("inspect", path) }
        var bytes = [UInt8](repeating: 0, count: longestList)
        let count = fgetxattr(file.number, access, &bytes, bytes.count)
        if count < 0, errno == ENODATA { return AccessList(mode: status.st_mode) }
        guard count >= 0 else { throw .last("read the access control list of", path) }
        guard let list = AccessList(Array(bytes.prefix(count))) else {
            throw LinuxError("read the access control list of", path, .malformed("it is of another kind"))
        }
        return list
    }

    private static func set(
        _ list: AccessList, _ name: String, _ file: Descriptor, _ path: String
    ) throws(LinuxError) {
        let bytes = list.bytes
        guard fsetxattr(file.number, name, bytes, bytes.count, 0) == 0 else {
            throw .last("write the access control list of", path)
        }
    }
}
