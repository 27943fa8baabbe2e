package import MLOpsStatistics
import RealModule

/// Streams of losses in which nothing happens, for measuring how often a detector is wrong.
package struct LossStreams: Sendable, CustomStringConvertible {
    package struct Tally: Sendable { package var (alarms, rows) = (0, 0) }

    package let name: String
    /// The loss of a row, from its number and a state of the stream's own.
    package let loss: @Sendable (inout Xoshiro256StarStar, Int, inout Double) -> Double

    package init(
        name: String, loss: @escaping @Sendable (inout Xoshiro256StarStar, Int, inout Double) -> Double
    ) { (self.name, self.loss) = (name, loss) }

    package var description: String { name }

    /// Errors, errors of any range, heavy tails, seasons, days, and rows that depend on those before.
    package static let quiet: [LossStreams] = [
        LossStreams(name: "errors 0.1") { random, _, _ in random.uniform() < 0.1 ? 1 : 0 },
        LossStreams(name: "errors 0.02") { random, _, _ in random.uniform() < 0.02 ? 1 : 0 },
        LossStreams(name: "errors 0.5") { random, _, _ in random.uniform() < 0.5 ? 1 : 0 },
        LossStreams(name: "squares") { random, _, _ in
            let error = random.normal()
            return error * error
        },
        LossStreams(name: "log-normal") { random, _, _ in Double.exp(1.5 * random.normal()) },
        LossStreams(name: "without a mean") { random, _, _ in abs(random.normal() / random.normal()) },
        LossStreams(name: "mostly 0") { random, _, _ in
            random.uniform() < 0.95 ? 0 : -Double.log(1 - random.uniform())
        },
        LossStreams(name: "narrow") { random, _, _ in 0.5 + 0.02 * random.normal() },
        LossStreams(name: "season of 200 rows") { random, row, _ in
            random.uniform() < 0.2 + 0.1 * Double.sin(Double(row) * Double.pi / 100) ? 1 : 0
        },
        LossStreams(name: "dependent") { random, _, state in
            state = 0.8 * state + 0.6 * random.normal()
            return state * state
        },
    ]

    /// How often a detector with one false alarm in `rows` rows declared raises one within `horizon` rows of its reference, or
    /// of the start when a baseline is known; each stream ends with its alarm.
    package func falseAlarms(
        rows: Double, reference: Int = 0, baseline: Double? = nil, horizon: Int, streams: Int, seed: UInt64
    ) -> Tally {
        let source = baseline.map { HarmSettings.Source.baseline($0) } ?? .reference(rows: reference)
        let settings = HarmSettings(source: source, rowsPerFalseAlarm: rows)
        var tally = Tally()
        for stream in 0..<streams {
            var random = Xoshiro256StarStar(seed: seed &* 1_000_003 &+ UInt64(stream))
            var detector = HarmDetector(settings)
            var state = 0.0
            var isOver = false
            while !isOver, detector.seen < reference + horizon {
                isOver = detector.observe(loss(&random, detector.seen, &state)) != nil
            }
            tally.alarms += isOver ? 1 : 0
            tally.rows += detector.seen - reference
        }
        return tally
    }
}
