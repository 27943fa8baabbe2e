import MLOpsData
import MLOpsStatistics

/// The distributions of one column in two datasets over one axis, to be looked at.
struct ShownDistributions: Sendable, Equatable {
    enum Axis: Sendable, Equatable {
        /// Steps of equal width from the first number to the second.
        case steps(Double, Double)
        case categories([String])
    }

    static let mostSteps = 48
    static let mostCategories = 12

    let axis: Axis
    /// Shares of the rows with a value; few outliers lie beyond the axis.
    ///
    /// Of categories beyond those shown the last share is
    /// the sum.
    let reference: [Double]
    let current: [Double]

    private static let empty = ShownDistributions(axis: .categories([]), reference: [], current: [])

    private init(axis: Axis, reference: [Double], current: [Double]) {
        self.axis = axis
        self.reference = reference
        self.current = current
    }

    init(_ reference: ColumnProfile, _ current: ColumnProfile, type: ColumnType) {
        switch (reference, current) {
        case (.numeric(let a), .numeric(let b)) where a.cells == b.cells: self = Self.steps(a, b, type)
        case (.category(let a), .category(let b)) where a.counts.count == b.counts.count: self = Self.categories(a, b)
        default: self = .empty
        }
    }

    private static func steps(_ a: NumericProfile, _ b: NumericProfile, _ type: ColumnType) -> Self {
        let pieces = [CellPiece.all(of: a), CellPiece.all(of: b)]
        let ends = pieces.filter { !$0.isEmpty }.map { CellPiece.ends(of: $0) }
        guard let low = ends.map({ $0.low }).min(), let high = ends.map({ $0.high }).max(), (high - low).isFinite else {
            return .empty
        }
        let steps = StepAxis(low, high, isWhole: type == .integer)
        return Self(
            axis: .steps(steps.low, steps.high), reference: steps.shares(pieces[0]), current: steps.shares(pieces[1]))
    }

    private struct Bar {
        let name: String
        let reference: Double
        let current: Double
    }

    private static func categories(_ a: CategoryProfile, _ b: CategoryProfile) -> Self {
        let totals = (Double(max(1, a.values)), Double(max(1, b.values)))
        var bars: [Bar] = []
        for cell in a.counts.indices where a.counts[cell] + b.counts[cell] > 0 {
            bars.append(
                Bar(
                    name: a.cells.shownName(cell), reference: Double(a.counts[cell]) / totals.0,
                    current: Double(b.counts[cell]) / totals.1))
        }
        // Sorting is stable: equal ones stay in the order of the cells.
        bars.sort { $0.reference + $0.current > $1.reference + $1.current }
        let rest = bars.dropFirst(mostCategories)
        var shown = Array(bars.prefix(mostCategories))
        if !rest.isEmpty {
            shown.append(
                Bar(
                    name: "\(rest.count) others", reference: rest.reduce(0) { $0 + $1.reference },
                    current: rest.reduce(0) { $0 + $1.current }))
        }
        return Self(
            axis: .categories(shown.map { $0.name }), reference: shown.map { $0.reference },
            current: shown.map { $0.current })
    }

    /// The same in fewer steps, for a line of text.
    func coarsened(to count: Int) -> (reference: [Double], current: [Double]) {
        guard case .steps = axis, reference.count > count else { return (reference, current) }
        return (Self.coarsened(reference, count), Self.coarsened(current, count))
    }

    private static func coarsened(_ shares: [Double], _ count: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for (index, share) in shares.enumerated() { sums[index * count / shares.count] += share }
        return sums
    }
}

extension CategoryCells {
    fileprivate func shownName(_ cell: Int) -> String {
        if cell == newCell { return "(new)" }
        if cell == otherCell { return "(other)" }
        return name(cell)
    }
}
