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

    private init(storage: any ByteStorage, name: [UInt8]) {
        self.storage = storage
        self.name = name
    }

    /// The same file; the closure is told of each piece of it that is read, in bytes as they lie on the disk, by whichever
    /// thread reads it.
    package func watched(_ onRead: @escaping @Sendable (_ bytes: Int) -> Void) -> DataFile {
        DataFile(storage: WatchedStorage(storage: storage, onRead: onRead), name: name)
    }

    package var byteCount: Int64 { storage.byteCount }
}
