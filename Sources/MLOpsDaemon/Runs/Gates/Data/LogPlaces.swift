import MLOpsLinux
import Synchronization

/// Where rows of large logs begin, as was found when they were copied last: what stands before is not read again.
///
/// Nothing is lost with it; without it a log is read from its beginning.
final class LogPlaces: Sendable {
    private struct File: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    struct Place {
        /// The first row that begins here or later was looked for.
        let earliest: Int64
        /// Where it begins.
        let begin: Int64
        /// What stands before it, as much as tells it from another log in the same file.
        let before: [UInt8]
    }

    /// Bytes before a place that are compared.
    static let comparedBytes: Int64 = 4096
    /// More files than these are forgotten.
    private static let most = 100

    private let places = Mutex<[File: Place]>([:])

    /// - Parameters:
    ///   - earliest: Where the first row that is asked for may begin.
    ///   - read: Reads bytes of the file by place and count.
    /// - Returns: A place from which on the rows can be found; nil: only from the beginning on.
    func place(
        in file: FileFingerprint, notBefore earliest: Int64,
        _ read: (Int64, Int) throws(LinuxError) -> [UInt8]
    ) throws(LinuxError) -> Int64? {
        let key = File(device: file.device, inode: file.inode)
        guard let place = places.withLock({ $0[key] }), place.earliest <= earliest, place.begin <= file.size else {
            return nil
        }
        let start = place.begin - Int64(place.before.count)
        return try read(start, place.before.count) == place.before ? place.begin : nil
    }

    func remember(_ place: Place, in file: FileFingerprint) {
        places.withLock { places in
            let key = File(device: file.device, inode: file.inode)
            if places[key] == nil, places.count >= Self.most { places = [:] }
            places[key] = place
        }
    }
}
