import Glibc

/// The write-ahead log as a file, read before SQLite sees it.
///
/// SQLite takes the first frame whose checksum is wrong for the end of the log, since a power failure leaves the last
/// transaction torn. When the disk has damaged an earlier frame, it drops every transaction after it without a word.
/// This tells the two apart: commits are synchronized one by one, so behind a torn transaction there is never a second
/// one.
struct WriteAheadLog {
    private static let headerSize = 32
    private static let frameHeaderSize = 24

    private let descriptor: Int32
    private let header: [UInt8]

    /// Returns nil when there is no log or nothing in it.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        guard let header = Self.read(descriptor, Self.headerSize, at: 0) else {
            Glibc.close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        self.header = header
    }

    func close() { _ = Glibc.close(descriptor) }

    /// Whether transactions stand behind damage, which SQLite would drop.
    var hidesTransactions: Bool {
        guard let checksum = Checksum(header: header), checksum.matches(header, at: 24) else {
            return !header.allSatisfy { $0 == 0 } || hasContent
        }
        var scan = Scan(salts: header[16..<24], checksum: checksum)
        var offset = Self.headerSize
        while scan.commitsBehindDamage < 2, let frame = frame(at: offset) {
            scan.take(frame)
            offset += frame.count
        }
        return scan.commitsBehindDamage >= 2
    }

    /// A log that was created and never synchronized may be all zeros; one with content needs its header.
    private var hasContent: Bool {
        var offset = Self.headerSize
        while let part = Self.read(descriptor, 4096, at: offset) {
            if part.contains(where: { $0 != 0 }) { return true }
            offset += part.count
        }
        return false
    }

    private var pageSize: Int { Int(Self.word(header, 8)) }

    private func frame(at offset: Int) -> [UInt8]? {
        guard (512...65_536).contains(pageSize) else { return nil }
        return Self.read(descriptor, Self.frameHeaderSize + pageSize, at: offset)
    }

    private static func read(_ descriptor: Int32, _ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        return got == count ? bytes : nil
    }

    /// A big-endian number.
    fileprivate static func word(_ bytes: [UInt8], _ index: Int) -> UInt32 {
        UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16 | UInt32(bytes[index + 2]) << 8
            | UInt32(bytes[index + 3])
    }
}

extension WriteAheadLog {
    /// The running checksum of the file format, over pairs of words in the byte order that the magic number tells.
    private struct Checksum {
        private var first: UInt32 = 0
        private var second: UInt32 = 0
        private let isBigEndian: Bool

        /// The checksum after the header's own fields; nil when it is not the header of a log.
        init?(header: [UInt8]) {
            let magic = WriteAheadLog.word(header, 0)
            guard magic & ~1 == 0x377f_0682 else { return nil }
            isBigEndian = magic & 1 == 1
            add(header[0..<24])
        }

        mutating func add(_ bytes: ArraySlice<UInt8>) {
            bytes.withUnsafeBytes { buffer in
                for offset in stride(from: 0, to: buffer.count - 7, by: 8) {
                    first = first &+ word(buffer, offset) &+ second
                    second = second &+ word(buffer, offset + 4) &+ first
                }
            }
        }

        func matches(_ bytes: [UInt8], at index: Int) -> Bool {
            first == WriteAheadLog.word(bytes, index) && second == WriteAheadLog.word(bytes, index + 4)
        }

        private func word(_ buffer: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
            let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
        }
    }

    private struct Scan {
        let salts: ArraySlice<UInt8>
        var checksum: Checksum
        var isDamaged = false
        var commitsBehindDamage = 0

        mutating func take(_ frame: [UInt8]) {
            // Other salts: left over from before the log started over.
            let isOfThisLog = frame[8..<16].elementsEqual(salts)
            if !isDamaged {
                checksum.add(frame[0..<8])
                checksum.add(frame[24...])
                isDamaged = !isOfThisLog || !checksum.matches(frame, at: 16)
            }
            let isCommit = WriteAheadLog.word(frame, 4) != 0
            if isDamaged, isOfThisLog, isCommit { commitsBehindDamage += 1 }
        }
    }
}
