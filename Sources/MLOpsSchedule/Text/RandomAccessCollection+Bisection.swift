extension RandomAccessCollection {
    /// Returns the index of the first element that satisfies `isInUpperPart`, or `endIndex`, by bisection.
    ///
    /// - Precondition: No element that satisfies it comes before one that does not.
    func partitionIndex(where isInUpperPart: (Element) -> Bool) -> Index {
        var low = startIndex
        var length = count
        while length > 0 {
            let half = length / 2
            let middle = index(low, offsetBy: half)
            if isInUpperPart(self[middle]) {
                length = half
            } else {
                low = index(after: middle)
                length -= half + 1
            }
        }
        return low
    }
}
