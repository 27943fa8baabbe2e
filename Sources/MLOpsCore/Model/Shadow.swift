/// A candidate that passed its gates and is compared with the champion on what that one is asked.
package struct Shadow: Hashable, Sendable, Codable {
    package var version: ModelVersionID
    package var digest: String
    package var metrics: [Candidate.Metric]
    /// The run that made it.
    package var run: RunID
    /// The champion that it is compared with.
    package var champion: ModelVersionID
    package var since: Moment
    /// Logged inputs that it scored, and those of them that the champion's prediction and a label are known of.
    package var scored: Int64 = 0
    package var rows: Int64 = 0
    /// The number of the last look, counted from 0; nil: there was none.
    package var look: Int?
    /// What the last look came to.
    package var results: [GateResult]?
    /// Why nothing is scored at present; nil: nothing stands against it.
    package var obstacle: String?
    /// Whether its time is over and it goes on; nil: it is not.
    package var isHeld: Bool?

    package init(
        version: ModelVersionID, digest: String, metrics: [Candidate.Metric], run: RunID, champion: ModelVersionID,
        since: Moment
    ) {
        self.version = version
        self.digest = digest
        self.metrics = metrics
        self.run = run
        self.champion = champion
        self.since = since
    }
}

/// What a candidate in the shadow is to be compared on, and with what; whoever has it goes on until there is another.
package struct ShadowGoal: Hashable, Sendable {
    package var definition: PipelineDefinition
    package var shadow: ShadowDefinition
    package var version: ModelVersionID
    package var digest: String
    package var champion: ModelVersionID
    /// Predictions since then count.
    package var since: Moment

    /// The comparisons that are made, in their order.
    package var gates: [MetricGate] { definition.shadowGates }
}

/// What is known of a candidate in the shadow by now.
package struct ShadowReport: Hashable, Sendable {
    /// A comparison, made once when there are so many rows.
    package struct Look: Hashable, Sendable {
        /// From 0; the rows double from one to the next.
        package var number: Int
        /// One for each of the goal's gates, in their order.
        package var measurements: [GateMeasurement]

        package init(number: Int, measurements: [GateMeasurement]) {
            self.number = number
            self.measurements = measurements
        }

        /// The number of the last look that so many rows are enough for; nil: they are too few for any.
        package static func last(of rows: Int64, minimum: Int64) -> Int? {
            guard minimum > 0, rows >= minimum else { return nil }
            return (rows / minimum).bitWidth - 1 - (rows / minimum).leadingZeroBitCount
        }

        /// The share of the chance of an error that a look may use up; all looks together use up less than the whole.
        package static func share(of number: Int) -> Double {
            Double(sign: .plus, exponent: -(number + 1), significand: 1)
        }
    }

    package var version: ModelVersionID
    package var champion: ModelVersionID
    package var scored: Int64
    package var rows: Int64
    package var obstacle: String?
    package var look: Look?

    package init(
        version: ModelVersionID, champion: ModelVersionID, scored: Int64, rows: Int64, obstacle: String? = nil,
        look: Look? = nil
    ) {
        self.version = version
        self.champion = champion
        self.scored = scored
        self.rows = rows
        self.obstacle = obstacle
        self.look = look
    }
}

extension PipelineDefinition {
    /// The comparisons with the champion that a candidate in the shadow has to stand again.
    package var shadowGates: [MetricGate] {
        gates.compactMap { gate in
            guard case .metric(let metric) = gate, metric.isComparison, metric.segments == nil,
                deployment?.shadow?.metrics.contains(metric.metric) == true
            else { return nil }
            return metric
        }
    }
}
