/// An axis in steps of equal width; whole numbers that are few have a step each.
struct StepAxis {
    let low: Double
    let high: Double
    private let count: Int
    private let isWhole: Bool

    init(_ low: Double, _ high: Double, isWhole: Bool) {
        self.isWhole = isWhole && high - low < 1e9
        let width = high - low
        if self.isWhole {
            let numbers = high.rounded() - low.rounded() + 1
            // As many whole numbers in each step, so that none of them looks taller than another.
            let step = (numbers / Double(ShownDistributions.mostSteps)).rounded(.up)
            count = Int((numbers / step).rounded(.up))
            self.low = low.rounded() - 0.5
            self.high = self.low + Double(count) * step
        } else if width > 0 {
            (self.low, self.high, count) = (low, high, ShownDistributions.mostSteps)
        } else {
            // A constant stands in the middle.
            let margin = max(0.5, low.magnitude * 0.01)
            (self.low, self.high, count) = (low - margin, low + margin, 3)
        }
    }

    func shares(_ pieces: [CellPiece]) -> [Double] {
        var shares = [Double](repeating: 0, count: count)
        for piece in pieces { add(piece, to: &shares) }
        return shares
    }

    private func add(_ piece: CellPiece, to shares: inout [Double]) {
        // A cell is open below: (2, 4] of whole numbers is 3 and 4, each as wide as a step of its own.
        let shift = isWhole ? 0.5 : 0
        let (first, last) = (place(piece.low + shift), place(piece.high + shift))
        guard last - first > 1e-9 else { return add(piece.share, at: place(piece.high), to: &shares) }
        let length = last - first
        var start = first
        while start < last {
            let end = min(last, start.rounded(.down) + 1)
            add(piece.share * (end - start) / length, at: (start + end) / 2, to: &shares)
            start = end
        }
    }

    // What lies beyond the axis is left out.
    private func add(_ share: Double, at place: Double, to shares: inout [Double]) {
        guard place >= 0, place <= Double(count) else { return }
        shares[min(Int(place.rounded(.down)), count - 1)] += share
    }

    // In steps from the low end, kept within one step beyond the ends so that no piece takes long.
    private func place(_ value: Double) -> Double {
        let place = (value - low) / (high - low) * Double(count)
        return min(max(place.isFinite ? place : -1, -1), Double(count) + 1)
    }
}
