import CMLOpsLinux
import Crypto
import Glibc

/// Read-only directory trees under the digest of their content.
package struct TreeStore: Hashable, Sendable {
    package let path: String

    /// Names an existing directory.
    package init(_ path: String) {
        self.path = path
    }

    /// Returns where the tree with this digest is or would be.
    package func path(of digest: String) -> String {
        path + "/" + digest
    }

    /// Copies a tree into the store; it appears under its digest complete and durable, or not at all.
    ///
    /// A tree that is there already is verified, not copied over. Files become read-only; executable ones stay so.
    package func install(
        _ source: SafeDirectory, limits: TreeLimits = TreeLimits()
    ) throws(LinuxError) -> TreeManifest {
        let store = try SafeDirectory(path)
        let temporary = TemporaryName.make(for: "incoming")
        let copy = try TreeCopy(to: store, name: temporary)
        do throws(LinuxError) {
            let manifest = try copy.run(from: source, limits: limits)
            try publish(temporary, as: manifest, in: store, limits: limits)
            return manifest
        } catch {
            try? Self.remove(temporary, in: store)  // the first error is told; `removeUnfinished` removes the rest
            throw error
        }
    }

    /// Reads a stored tree again and compares it with its digest.
    ///
    /// - Throws: `.digestMismatch` when a bit has changed.
    package func verify(_ digest: String, limits: TreeLimits = TreeLimits()) throws(LinuxError) -> TreeManifest {
        let manifest = try SafeDirectory(path(of: digest)).manifest(limits: limits)
        guard manifest.digest == digest else {
            throw LinuxError("use", path(of: digest), .digestMismatch(expected: digest, actual: manifest.digest))
        }
        return manifest
    }

    /// Removes a stored tree; that it is absent is no error.
    package func remove(_ digest: String) throws(LinuxError) {
        try Self.remove(digest, in: SafeDirectory(path))
    }

    /// Removes what interrupted installations left; call it only while none is running.
    package func removeUnfinished() throws(LinuxError) {
        let store = try SafeDirectory(path)
        let listing = try DirectoryListing(store.descriptor, name: .root)
        while let entry = try listing.next() {
            guard let name = entry.name.text, Self.isUnfinished(name) else { continue }
            try Self.remove(name, in: store)
        }
    }

    /// Whether a name is that of an installation that has not ended, or never will.
    package static func isUnfinished(_ name: String) -> Bool { name.hasPrefix(".incoming.") && name.hasSuffix(".tmp") }

    private func publish(
        _ temporary: String, as manifest: TreeManifest, in store: SafeDirectory, limits: TreeLimits
    ) throws(LinuxError) {
        let number = store.descriptor.number
        if mlops_renameat2(number, temporary, number, manifest.digest, MLOPS_RENAME_NOREPLACE) != 0 {
            guard errno == EEXIST else { throw .last("install", path(of: manifest.digest)) }
            _ = try verify(manifest.digest, limits: limits)
            try Self.remove(temporary, in: store)
        }
        try store.descriptor.synchronize(name: path)
    }

    private static func remove(_ name: String, in store: SafeDirectory) throws(LinuxError) {
        guard let name = FileName(name) else { return }
        try TreeRemoval.remove(name, in: store)
    }
}
