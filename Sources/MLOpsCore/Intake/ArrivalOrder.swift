/// Gives the ready files of a dataset their numbers, in the order in which they came to be what they are.
package struct ArrivalOrder: Hashable, Sendable {
    /// The highest number given so far.
    package private(set) var last: Int64

    package init(last: Int64) { self.last = last }

    /// Sorts by change time, then path, and numbers on from the last: the same files get the same numbers after a
    /// crash, whatever order the directory was listed in.
    package mutating func number(_ records: inout [FileRecord]) {
        records.sort { left, right in
            let (first, second) = (left.fingerprint.changedNanoseconds, right.fingerprint.changedNanoseconds)
            return first == second ? left.path.lexicographicallyPrecedes(right.path) : first < second
        }
        for index in records.indices {
            last += 1
            records[index].sequence = last
        }
    }
}
