/// A POSIX access control list, acl(5), as the kernel keeps it in an extended attribute.
struct AccessList: Hashable, Sendable {
    private enum Tag {
        static let owner: UInt16 = 0x01
        static let user: UInt16 = 0x02
        static let group: UInt16 = 0x04
        static let namedGroup: UInt16 = 0x08
        static let mask: UInt16 = 0x10
        static let other: UInt16 = 0x20
    }

    private struct Entry: Hashable, Sendable {
        var tag: UInt16
        var permissions: UInt16
        var id: UInt32
    }

    private static let version: UInt32 = 2
    private static let nobody = UInt32.max

    private var entries: [Entry]

    /// What the permission bits say; a default list of a directory begins with it, too.
    init(mode: UInt32) {
        entries = [(Tag.owner, 6), (Tag.group, 3), (Tag.other, 0)].map { tag, shift in
            Entry(tag: tag, permissions: UInt16(truncatingIfNeeded: (mode >> shift) & 7), id: Self.nobody)
        }
    }

    /// nil: nothing that this version knows.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 4, (bytes.count - 4).isMultiple(of: 8), Self.number(bytes[0..<4]) == Self.version else {
            return nil
        }
        entries = stride(from: 4, to: bytes.count, by: 8).map { start in
            Entry(
                tag: UInt16(truncatingIfNeeded: Self.number(bytes[start..<start + 2])),
                permissions: UInt16(truncatingIfNeeded: Self.number(bytes[start + 2..<start + 4])),
                id: Self.number(bytes[start + 4..<start + 8]))
        }
    }

    /// Lets a user in, beside whoever was let in before.
    ///
    /// - Parameter permissions: 4 read, 2 write, 1 execute or enter.
    mutating func allow(user: UInt32, _ permissions: UInt16) {
        entries.removeAll { $0.tag == Tag.user && $0.id == user }
        entries.append(Entry(tag: Tag.user, permissions: permissions, id: user))
        renewMask()
    }

    /// Takes back what any user was let in by.
    mutating func refuseUsers() {
        guard entries.contains(where: { $0.tag == Tag.user }) else { return }
        entries.removeAll { $0.tag == Tag.user }
        renewMask()
    }

    private mutating func renewMask() {
        entries.removeAll { $0.tag == Tag.mask }
        // What the mask does not have, no entry beside owner and others gives.
        let all = entries.filter { ![Tag.owner, Tag.other].contains($0.tag) }.reduce(0) { $0 | $1.permissions }
        entries.append(Entry(tag: Tag.mask, permissions: all, id: Self.nobody))
        entries.sort { ($0.tag, $0.id) < ($1.tag, $1.id) }
    }

    var bytes: [UInt8] {
        Self.bytes(Self.version, 4)
            + entries.flatMap {
                Self.bytes(UInt32($0.tag), 2) + Self.bytes(UInt32($0.permissions), 2) + Self.bytes($0.id, 4)
            }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func bytes(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
}
