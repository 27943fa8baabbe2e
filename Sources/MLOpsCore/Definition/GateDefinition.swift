/// A check that a candidate must pass before it goes live.
package enum GateDefinition: Hashable, Sendable {
    case metric(MetricGate)
    case program(ProgramGate)
    /// What the candidate was made of, not the candidate itself.
    case data(DataGate)

    package typealias Bound = MetricGate.Bound
    package typealias Direction = MetricGate.Direction

    package init(metric: String, bound: Bound, better: Direction, segments: String? = nil) {
        self = .metric(MetricGate(metric: metric, bound: bound, better: better, segments: segments))
    }

    /// Whether it judges the candidate without any other model.
    package var isAbsolute: Bool {
        switch self {
        case .program: true
        case .data: false
        case .metric(let gate): !gate.isComparison
        }
    }

    package var isOfData: Bool { if case .data = self { true } else { false } }
}

/// A bound for a metric that the run's steps measured.
package struct MetricGate: Hashable, Sendable {
    package enum Bound: Hashable, Sendable {
        case atLeast(Double)
        case atMost(Double)
        /// The candidate may be worse than the champion by at most `margin`, in the metric's own units.
        case notWorseThanChampion(margin: Double)
    }

    package enum Direction: String, Sendable, CaseIterable {
        case higher, lower
    }

    package var metric: String
    package var bound: Bound
    /// Which values of the metric are better.
    package var better: Direction
    /// The column whose every value is judged by itself; nil: all rows together.
    package var segments: String?

    package init(metric: String, bound: Bound, better: Direction, segments: String? = nil) {
        self.metric = metric
        self.bound = bound
        self.better = better
        self.segments = segments
    }

    package var isComparison: Bool {
        if case .notWorseThanChampion = bound { true } else { false }
    }
}

/// A program that tries the candidate out: exit status 0 is pass.
package struct ProgramGate: Hashable, Sendable {
    /// Program and arguments, with the templates of a step.
    package var arguments: [String]
    package var timeout: Duration

    package static let defaultTimeout = Duration.seconds(60)

    package init(arguments: [String], timeout: Duration = Self.defaultTimeout) {
        self.arguments = arguments
        self.timeout = timeout
    }
}
