/// A file to be read, and what is known of it beforehand.
package struct DataFile: Sendable {
    let storage: any ByteStorage
    /// Tells the format where neither the caller nor the content does.
    let name: [UInt8]

    package init(path: String) throws(DataError) {
        storage = try FileStorage(path: path)
        name = Array(path.utf8)
    }

    /// Reads through a descriptor that someone else opened; its position is neither used nor moved.
    package init(descriptor: Int32, name: some Collection<UInt8>) throws(DataError) {
        storage = try FileStorage(descriptor: descriptor)
        self.name = Array(name)
    }

    package init(bytes: [UInt8], name: String = "") {
        storage = MemoryStorage(bytes: bytes)
        self.name = Array(name.utf8)
    }

    package var byteCount: Int64 { storage.byteCount }
}
