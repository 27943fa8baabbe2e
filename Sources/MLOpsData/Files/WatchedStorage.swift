/// Storage that tells how much of it is read, for whoever shows how far it is.
struct WatchedStorage: ByteStorage {
    let storage: any ByteStorage
    let onRead: @Sendable (Int) -> Void

    var byteCount: Int64 { storage.byteCount }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        let count = try storage.read(at: offset, into: buffer)
        onRead(count)
        return count
    }
}
