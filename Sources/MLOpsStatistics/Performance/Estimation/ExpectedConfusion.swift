/// The counts of a confusion matrix of two classes that probabilities lead to.
struct ExpectedConfusion: Sendable {
    var hits = 0.0
    var falseAlarms = 0.0
    var misses = 0.0
    var rejections = 0.0

    init(probabilities: [Double], said: [Bool]) {
        for (probability, said) in zip(probabilities, said) {
            if said { hits += probability } else { misses += probability }
            if said { falseAlarms += 1 - probability } else { rejections += 1 - probability }
        }
    }

    private init(_ counts: [Double]) {
        (hits, falseAlarms, misses, rejections) = (counts[0], counts[1], counts[2], counts[3])
    }

    typealias Metric = @Sendable (ExpectedConfusion) -> Double?

    private static func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }

    /// In the order in which they are shown.
    static let metrics: [(name: String, scale: Expected.Scale, reason: String, metric: Metric)] = [
        ("accuracy", .share, "there are no rows", { ratio($0.hits + $0.rejections, $0.total) }),
        (
            "balanced_accuracy", .share, "one class is not to be expected",
            { counts in
                ratio(counts.hits, counts.hits + counts.misses).flatMap { recall in
                    ratio(counts.rejections, counts.rejections + counts.falseAlarms).map { (recall + $0) / 2 }
                }
            }
        ),
        ("precision", .share, "nothing was predicted to be 1", { ratio($0.hits, $0.hits + $0.falseAlarms) }),
        ("recall", .share, "no label of 1 is to be expected", { ratio($0.hits, $0.hits + $0.misses) }),
        (
            "specificity", .share, "no label of 0 is to be expected",
            { ratio($0.rejections, $0.rejections + $0.falseAlarms) }
        ),
        (
            "f1", .share, "nothing was predicted to be 1, and no label of 1 is to be expected",
            { ratio(2 * $0.hits, 2 * $0.hits + $0.falseAlarms + $0.misses) }
        ),
        (
            "mcc", .correlation, "all predictions are the same",
            { counts in
                let (said, unsaid) = (counts.hits + counts.falseAlarms, counts.misses + counts.rejections)
                let (positive, negative) = (counts.hits + counts.misses, counts.falseAlarms + counts.rejections)
                let spread = said * unsaid * positive * negative
                let covariance = counts.hits * counts.rejections - counts.falseAlarms * counts.misses
                return spread > 0 ? covariance / spread.squareRoot() : nil
            }
        ),
    ]

    private var total: Double { hits + falseAlarms + misses + rejections }

    /// By how much a metric rises with the probability of one row that said 1, and of one that said 0.
    func slopes(_ metric: Metric) -> (said: Double, unsaid: Double) {
        let counts = [hits, falseAlarms, misses, rejections]
        // Central differences; metrics are smooth, and this is for a variance.
        let step = max(1e-6, total * 1e-6)
        func change(_ up: Int, _ down: Int) -> Double {
            var (more, less) = (counts, counts)
            more[up] += step
            more[down] -= step
            less[up] -= step
            less[down] += step
            guard let high = metric(ExpectedConfusion(more)), let low = metric(ExpectedConfusion(less)) else {
                return 0
            }
            return (high - low) / (2 * step)
        }
        return (change(0, 1), change(2, 3))
    }
}
