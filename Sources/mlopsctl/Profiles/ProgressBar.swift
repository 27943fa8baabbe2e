import Glibc
import Synchronization

/// How far the reading of files is, on the terminal that stderr is; nothing when it is none.
final class ProgressBar: Sendable {
    private struct Shown {
        var next: ContinuousClock.Instant
        var isVisible = false
    }

    private let isShown: Bool
    private let isUnicode: Bool
    private let expected: Atomic<Int>
    private let read = Atomic<Int>(0)
    private let shown: Mutex<Shown>

    private static let interval = Duration.milliseconds(100)
    private static let width = 30

    /// - Parameter isWanted: false: nothing is shown, wherever stderr goes.
    init(isWanted: Bool, isUnicode: Bool) {
        isShown = isWanted && isatty(STDERR_FILENO) == 1
        self.isUnicode = isUnicode
        expected = Atomic(0)
        // What is done at once needs no bar.
        shown = Mutex(Shown(next: .now + Self.interval * 3))
    }

    /// So many more bytes will have to be read.
    func expect(_ bytes: Int64) { expected.wrappingAdd(Int(clamping: bytes), ordering: .relaxed) }

    /// So many bytes are left to be read, whatever was expected before.
    func expectOnly(_ bytes: Int64) {
        expected.store(read.load(ordering: .relaxed) + Int(clamping: bytes), ordering: .relaxed)
    }

    /// So many more bytes have been read; called by any thread.
    func add(_ bytes: Int) {
        guard isShown else { return }
        let done = read.wrappingAdd(bytes, ordering: .relaxed).newValue
        // A thread that finds another at it has better things to do.
        shown.withLockIfAvailable { shown in
            let now = ContinuousClock.now
            guard now >= shown.next else { return }
            shown.next = now + Self.interval
            shown.isVisible = true
            StandardStreams.writeError("\r" + line(done, of: expected.load(ordering: .relaxed)))
        }
    }

    /// Takes the bar away.
    func finish() {
        shown.withLock { shown in
            if shown.isVisible { StandardStreams.writeError("\r\u{1B}[K") }
            shown.isVisible = false
            shown.next = .now + .seconds(1 << 30)
        }
    }

    private func line(_ done: Int, of expected: Int) -> String {
        let share = min(1, Double(done) / Double(max(1, expected)))
        let filled = Int(share * Double(Self.width))
        let (full, empty) = isUnicode ? ("█", "░") : ("#", ".")
        let bar = String(repeating: full, count: filled) + String(repeating: empty, count: Self.width - filled)
        return "reading \(bar) \(Int(share * 100)) %"
    }
}
