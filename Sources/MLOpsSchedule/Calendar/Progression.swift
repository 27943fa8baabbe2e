/// Evenly spaced numbers, ascending, at least one.
struct Progression: Hashable {
    let start: Int
    let step: Int
    let count: Int

    /// - Precondition: `start <= limit` and `step > 0`.
    init(from start: Int, through limit: Int, by step: Int) {
        self.start = start
        self.step = step
        count = (limit - start) / step + 1
    }

    subscript(index: Int) -> Int { start + index * step }

    /// Returns how many of the numbers are below `bound`.
    func count(before bound: Int) -> Int {
        bound <= start ? 0 : min(count, (bound - start - 1) / step + 1)
    }
}
