import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// Files that are compared together.
struct FileWindow {
    private(set) var first: Int64
    private(set) var last: Int64
    private(set) var files: Int64 = 0
    private(set) var rows: Int64 = 0
    private(set) var times: ClosedRange<Instant>?
    private var profiles: [[UInt8]] = []

    fileprivate init(_ file: FileProfile) {
        (first, last) = (file.sequence, file.sequence)
        add(file)
    }

    /// What can not be read only moves the end of the window.
    fileprivate mutating func add(_ file: FileProfile) {
        last = file.sequence
        guard let profile = file.profile else { return }
        files += 1
        rows += file.rows
        profiles.append(profile)
        guard let new = file.times else { return }
        times = times.map { min($0.lowerBound, new.lowerBound)...max($0.upperBound, new.upperBound) } ?? new
    }

    /// The sum of its files.
    func profile(on reference: ReferenceProfile) throws(MalformedProfile) -> WindowProfile {
        var sum = reference.emptyWindow
        for profile in profiles { try sum.merge(encoded: profile) }
        return sum
    }
}

/// Puts files together, in the order of their arrival, until there are enough rows to compare.
///
/// So which files a window has depends on the files alone, and not on when anybody looked.
struct FileWindows {
    private let minimumRows: Int64
    private(set) var whole: [FileWindow] = []
    private var open: FileWindow?

    init(minimumRows: Int64) { self.minimumRows = minimumRows }

    /// - Parameters:
    ///   - wanted: how many rows a window is to have at least; one of fewer than 77 would say of no column whether it
    ///     drifted, so that no drift were ever found.
    ///   - referenceRows: rows of what windows are compared with; below 77 no window is enough.
    init(wanted: Int64, referenceRows: Int64) {
        // n·m/(n+m) rows are worth no less than that for m = n·least/(n−least).
        let (rows, least) = (Double(referenceRows), ColumnStatus.minimumEffectiveSize)
        let enough = rows > least ? Int64((rows * least / (rows - least)).rounded(.up)) : wanted
        self.init(minimumRows: max(wanted, enough))
    }

    mutating func add(_ file: FileProfile) {
        if open == nil { open = FileWindow(file) } else { open?.add(file) }
        guard let window = open, window.rows >= minimumRows else { return }
        whole.append(window)
        open = nil
    }
}
