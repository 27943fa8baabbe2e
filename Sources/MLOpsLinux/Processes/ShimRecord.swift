import CMLOpsLinux
import Glibc

/// What the record directory of an attempt says about it.
///
/// Only a complete record of the claimed process counts as an end; whatever cannot be believed is `lost`, never a
/// success.
package enum ShimRecord: Hashable, Sendable {
    /// No claim: the attempt was never started, or the shim has not come that far.
    case notStarted
    /// The shim lives: it holds its lock.
    ///
    /// The claim is nil only in the instant between lock and claim.
    case running(ShimClaim?)
    case exited(ExitRecord)
    /// Claimed in this boot, not running, no believable record of the end.
    case lost(Flaw)
    /// Claimed in an earlier boot and without a record: the machine went down under it.
    case interrupted(ShimClaim)

    /// Why a claim or record is not believed.
    package enum Flaw: Error, Hashable, Sendable {
        /// The shim died without leaving one.
        case missing
        case truncated
        case malformed
        /// Written by another version of the shim.
        case version(Int)
        /// It names another process than the claim does.
        case foreign
        /// A record of the end without a claim.
        case unclaimed
        case unreadable(LinuxError)
    }

    /// The version of the files that this module reads and the shim writes.
    package static let version = 1

    /// Reads the directory.
    ///
    /// Claim, lock, record is the order in which they are read, because the shim takes its lock before it shows its
    /// claim: when a claim is there and the lock is free, the shim is dead and its record final.
    package static func inspect(_ directory: String) throws(LinuxError) -> ShimRecord {
        let folder = try Descriptor.open(directory, O_RDONLY | O_DIRECTORY, action: "open record directory")
        while true {
            let claim = readClaim(in: folder)
            if try isLocked(folder) {
                let known = try? claim?.get()  // a claim that cannot be read is still a running shim's
                return .running(known)
            }
            let exit = read("exit", in: folder) { fields throws(Flaw) in try ExitRecord(fields) }
            // Started and ended between the first look and this one: look again.
            if claim == nil, exit != nil, readClaim(in: folder) != nil { continue }
            return judge(claim, exit)
        }
    }

    private static func judge(_ claim: Result<ShimClaim, Flaw>?, _ exit: Result<ExitRecord, Flaw>?) -> ShimRecord {
        switch (claim, exit) {
        case (nil, nil): return .notStarted
        case (nil, .some): return .lost(.unclaimed)
        case (.failure(let flaw), _), (.success, .failure(let flaw)): return .lost(flaw)
        case (.success(let claim), nil):
            return claim.bootID == BootClock.bootID ? .lost(.missing) : .interrupted(claim)
        case (.success(let claim), .success(let record)):
            return record.claim == claim ? .exited(record) : .lost(.foreign)
        }
    }

    private static func readClaim(in folder: Descriptor) -> Result<ShimClaim, Flaw>? {
        read("claim", in: folder) { fields throws(Flaw) in try ShimClaim(fields) }
    }

    private static func isLocked(_ folder: Descriptor) throws(LinuxError) -> Bool {
        do throws(LinuxError) {
            let alive = try folder.openBeneath("alive", O_RDONLY | O_NONBLOCK)
            let state = mlops_lock_probe(alive.number)
            guard state >= 0 else { throw LinuxError.last("probe lock", "alive") }
            return UInt32(state) == MLOPS_LOCK_HELD.rawValue
        } catch {
            guard error.code == ENOENT else { throw error }
            return false
        }
    }

    private static func read<Value>(
        _ name: String, in folder: Descriptor, _ parse: (RecordFields) throws(Flaw) -> Value
    ) -> Result<Value, Flaw>? {
        do throws(LinuxError) {
            let file = try folder.openBeneath(name, O_RDONLY | O_NONBLOCK)
            let bytes = try SmallFile.read(file, name: name, maximumBytes: 16 * 1024)
            return Result { () throws(Flaw) in try parse(RecordFields(bytes)) }
        } catch {
            return error.code == ENOENT ? nil : .failure(.unreadable(error))
        }
    }
}
