import Dispatch
import Glibc
import MLOpsControl
import MLOpsCore
import MLOpsStore

/// A copy of the record on its way to a client.
///
/// Its file has no name any more once the copy is made: it is gone with the answer, or with the daemon.
final class RecordCopy: Sendable {
    /// One after the other: each is made under the same name, so that a daemon that is killed leaves one at most.
    private static let making = DispatchQueue(label: "mlopsd.api.backup", qos: .utility)

    private let descriptor: Int32
    /// In bytes.
    let size: Int

    /// Copies the record as it is at one moment, and checks the copy; takes as long as writing it does.
    ///
    /// - Parameter path: Where it is for so long.
    static func make(of store: SQLiteMetadataStore, at path: String) async throws(StoreError) -> RecordCopy {
        let made: Result<RecordCopy, StoreError> = await withCheckedContinuation { continuation in
            making.async {
                continuation.resume(
                    returning: Result { () throws(StoreError) in try RecordCopy(of: store, at: path) })
            }
        }
        return try made.get()
    }

    private init(of store: SQLiteMetadataStore, at path: String) throws(StoreError) {
        unlink(path)
        try store.backup(to: path)
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        let code = errno
        unlink(path)
        guard descriptor >= 0 else {
            throw StoreError(.other, "cannot open \"\(path)\": \(SystemErrorText.text(code)); there is no copy")
        }
        size = Int(lseek(descriptor, 0, SEEK_END))
    }

    deinit { close(descriptor) }

    /// Returns the bytes from `offset` on, at most `count`.
    func bytes(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: min(count, size - offset)) { buffer, read in
            read = max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
            code = errno
        }
        guard !bytes.isEmpty else {
            throw StoreError(.inputOutput, "cannot read the copy: \(SystemErrorText.text(code)); the answer ends here")
        }
        return bytes
    }
}
