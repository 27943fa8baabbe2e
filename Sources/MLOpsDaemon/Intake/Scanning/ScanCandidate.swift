import MLOpsCore
import MLOpsLinux

/// A path that a scan met and the index does not know as it is.
struct ScanCandidate: Sendable {
    let path: RelativePath
    let look: FileObservation.Look
    /// The `_SUCCESS` of its directory, where the dataset heeds one.
    let success: FileRecord.Fingerprint?
}

extension ScanCandidate {
    /// Markers, then files as they changed, then what is no file or gone.
    ///
    /// What is found is not all sent together, and gets its numbers as it is sent: so they are the same whatever order the
    /// directory was listed in, and however slowly.
    static func precedes(_ left: ScanCandidate, _ right: ScanCandidate) -> Bool {
        let (first, second) = (left.place, right.place)
        return first == second ? left.path.bytes.lexicographicallyPrecedes(right.path.bytes) : first < second
    }

    private var place: Int64 {
        guard case .regular(let seen) = look else { return .max }
        return BatchMarker(path.bytes) == nil ? seen.changedNanoseconds : .min
    }
}
