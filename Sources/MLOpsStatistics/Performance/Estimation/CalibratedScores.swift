/// The probabilities that the scores of some rows mean: by the mean map, and by each refit.
struct CalibratedScores: Sendable {
    private let map: CalibrationMap
    private let mean: [Double]
    private let places: [(index: Int, share: Double)]

    init(_ map: CalibrationMap, _ scores: [Double]) {
        self.map = map
        mean = map.mean
        places = scores.map { Interpolation.place(of: $0, in: map.knots) }
    }

    /// By the mean over all refits.
    var probabilities: [Double] { probabilities(mean) }

    func probabilities(refit: Int) -> [Double] { probabilities(map.values[refit]) }

    private func probabilities(_ values: [Double]) -> [Double] {
        places.map { index, share in
            share > 0 ? values[index] + share * (values[index + 1] - values[index]) : values[index]
        }
    }
}
