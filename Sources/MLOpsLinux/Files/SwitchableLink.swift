import CMLOpsLinux
import Glibc

/// A symbolic link that is switched from one target to another in one step: a reader finds the old or the new, never
/// nothing and never a mixture.
package struct SwitchableLink: Hashable, Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Returns the target as it is written in the link; nil when nothing stands at the path.
    ///
    /// - Throws: `.notSymbolicLink` when something else stands there.
    package func target() throws(LinuxError) -> String? {
        let place = try FilePlace(path)
        switch try place.kind() {
        case nil: return nil
        case .symbolicLink: return try readLink(place, place.name)
        default: throw LinuxError("read link", path, .notSymbolicLink)
        }
    }

    /// Points the link at a target, creating it when nothing stands at the path.
    ///
    /// Never replaces anything but a link.
    ///
    /// - Returns: The target before.
    @discardableResult
    package func point(at target: String) throws(LinuxError) -> String? {
        let place = try FilePlace(path)
        let temporary = TemporaryName.make(for: place.name)
        guard symlinkat(target, place.directory.number, temporary) == 0 else { throw .last("create link beside", path) }
        defer { place.discard(temporary) }
        let previous = try install(temporary, at: place)
        try place.directory.synchronize(name: path)
        return previous
    }

    /// Removes the link if one is there, and nothing else.
    package func remove() throws(LinuxError) {
        let place = try FilePlace(path)
        switch try place.kind() {
        case nil: return
        case .symbolicLink: break
        default: throw LinuxError("remove link", path, .notSymbolicLink)
        }
        guard unlinkat(place.directory.number, place.name, 0) == 0 || errno == ENOENT else {
            throw .last("remove link", path)
        }
        try place.directory.synchronize(name: path)
    }

    /// Tries the creation first: it fails when anything is there, and the exchange when nothing is, so neither step can
    /// destroy what it has not seen.
    private func install(_ temporary: String, at place: FilePlace) throws(LinuxError) -> String? {
        if rename(temporary, place, MLOPS_RENAME_NOREPLACE) { return nil }
        guard errno == EEXIST || errno == EINVAL else { throw .last("create link", path) }
        let kind = try place.kind()
        guard kind ?? .symbolicLink == .symbolicLink else { throw LinuxError("switch link", path, .notSymbolicLink) }
        guard rename(temporary, place, MLOPS_RENAME_EXCHANGE) else {
            guard errno == EINVAL else { throw .last("switch link", path) }
            return try replace(temporary, at: place, isPresent: kind != nil)
        }
        let exchanged = try? readLink(place, temporary)  // fails when it is no link
        guard let previous = exchanged else {
            // Between look and exchange something else was put there; it goes back to where it was.
            _ = rename(temporary, place, MLOPS_RENAME_EXCHANGE)
            throw LinuxError("switch link", path, .notSymbolicLink)
        }
        return previous
    }

    /// For file systems that know neither flag: the same switch for readers, without the last guard against a stranger.
    private func replace(_ temporary: String, at place: FilePlace, isPresent: Bool) throws(LinuxError) -> String? {
        let previous = isPresent ? try readLink(place, place.name) : nil
        guard rename(temporary, place, 0) else { throw .last("switch link", path) }
        return previous
    }

    private func rename(_ temporary: String, _ place: FilePlace, _ flags: UInt32) -> Bool {
        mlops_renameat2(place.directory.number, temporary, place.directory.number, place.name, flags) == 0
    }

    private func readLink(_ place: FilePlace, _ name: String) throws(LinuxError) -> String {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let length = readlinkat(place.directory.number, name, &buffer, buffer.count)
        guard length >= 0, length < buffer.count else { throw .last("read link", path) }
        return String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
