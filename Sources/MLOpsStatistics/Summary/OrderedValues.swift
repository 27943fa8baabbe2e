extension [Double] {
    /// The value at a share `q` of 0...1 of these, which must ascend and must not be empty; linear between neighbours, as
    /// numpy's default is.
    ///
    /// It never leaves its neighbours, and never falls where `q` rises.
    package func orderedQuantile(_ q: Double) -> Double {
        let place = q * Double(count - 1)
        let below = Swift.min(count - 1, Int(place))
        let share = place - Double(below)
        guard below + 1 < count, share > 0 else { return self[below] }
        return self[below].towards(self[below + 1], share)
    }
}

extension Double {
    /// The number at a share of 0...1 of the way to one that is not less.
    ///
    /// `a·(1 − s) + b·s` is not always `a` where both are equal, and may fall where the share rises: by what is rounded.
    fileprivate func towards(_ end: Double, _ share: Double) -> Double {
        let way = end - self
        guard way.isFinite else {
            let half = (end / 2 - self / 2) * share
            return Swift.min(end, self + half + half)
        }
        return Swift.min(end, self + way * share)
    }
}
