/// What a metric of a window is estimated at, and what labels that come late need to correct it (``LateLabels``).
package struct EstimatedFigure: Sendable, Hashable {
    package let name: String
    /// As far as the reference tells.
    package let figure: PerformanceFigure
    /// The standard error that labels to come and refits make, without ``BlockVariance``; 0: it is certain, or undefined.
    package let error: Double
    /// What the metric can be.
    let range: ClosedRange<Double>

    init(_ name: String, _ figure: PerformanceFigure, error: Double, range: ClosedRange<Double>) {
        (self.name, self.figure, self.error, self.range) = (name, figure, error, range)
    }

    init(_ name: String, undefined reason: String) {
        self.init(name, PerformanceFigure(undefined: reason), error: 0, range: 0...0)
    }

    /// Of a mean of squares the root, under another name.
    func root(_ name: String) -> EstimatedFigure {
        let root = figure.root
        let slope = root.value.map { $0 > 0 ? 1 / (2 * $0) : 0 } ?? 0
        return EstimatedFigure(name, root, error: error * slope, range: range)
    }
}
