/// Where in a batch a row with a key is; sorted, they walk a tree of keys once, of equal keys the later row last.
struct KeyedPlace: Comparable {
    let key: JoinKey
    let index: Int

    @inline(__always)
    static func < (a: KeyedPlace, b: KeyedPlace) -> Bool {
        if a.key.high != b.key.high { return a.key.high < b.key.high }
        return a.key.low != b.key.low ? a.key.low < b.key.low : a.index < b.index
    }
}

extension [KeyedPlace] {
    /// Sorts them, and leaves of those with one key only the last.
    ///
    /// - Parameter isOvertaken: Called with the indices of a row that is left out and of the next with its key.
    mutating func sortKeepingLast(_ isOvertaken: (Int, Int) -> Void) {
        sort()
        var kept = 0
        for place in indices {
            let next = place + 1
            if next < count, self[place].key == self[next].key {
                isOvertaken(self[place].index, self[next].index)
            } else {
                self[kept] = self[place]
                kept += 1
            }
        }
        removeLast(count - kept)
    }
}
