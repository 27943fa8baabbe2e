extension TimeChart {
    /// Where times and values stand in the picture, which is 960 wide and 200 high.
    struct Plane {
        let from: Timestamp
        let to: Timestamp
        let low: Double
        let high: Double

        /// nil: there is no point.
        init?(_ points: [Point], _ bound: Double?) {
            let values = points.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound] } + [bound]
            // What is farther out is no figure; a span of more than a double holds has no middle.
            let known = values.compactMap(\.self).map { min(max($0, -Self.farthest), Self.farthest) }
            guard let from = points.map(\.time).min(), let to = points.map(\.time).max(),
                let least = known.min(), let largest = known.max()
            else { return nil }
            self.from = from
            self.to = to
            let room = largest > least ? (largest - least) * 0.06 : max(abs(least) * 0.1, 1e-9)
            low = least - room
            high = largest + room
        }

        /// One point alone stands in the middle.
        func x(_ time: Timestamp) -> String {
            let span = to.seconds(since: from)
            return Self.place(span > 0 ? time.seconds(since: from) / span * 960 : 480)
        }

        func y(_ value: Double) -> String {
            Self.place(200 - (min(max(value, low), high) - low) / (high - low) * 200)
        }

        private static let farthest = 1e100

        /// With one decimal, which is less than a pixel.
        private static func place(_ value: Double) -> String {
            let tenths = Int((value * 10).rounded())
            return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        }
    }
}
