/// Sums of the losses so far, in buckets that are the coarser the older they are.
///
/// A bucket of level l spans 2^l rows; of each level there are 8 to 15, so that a time is known to about an eighth of its age.
/// Memory grows with the logarithm of the stream.
struct LossHistory: Sendable, Equatable {
    struct Bucket: Sendable, Equatable {
        /// Of the positions on the scale of losses.
        var total = 0.0
        /// Of their ranks in the reference, in 0...1.
        var ranks = 0.0
        /// How many losses it holds; a row without a loss is a row nonetheless.
        var count = 0.0

        static func + (a: Bucket, b: Bucket) -> Bucket {
            Bucket(total: a.total + b.total, ranks: a.ranks + b.ranks, count: a.count + b.count)
        }
    }

    /// Since when losses are worse, and how much.
    struct Change: Sendable, Equatable {
        /// How many rows ago.
        let age: Int
        /// The mean position since.
        let mean: Double
    }

    // The oldest first.
    private var levels: [[Bucket]] = [[]]

    private static let most = 16

    init() {}

    /// Takes a row; without a loss it is an empty bucket.
    mutating func add(_ row: Bucket) {
        levels[0].append(row)
        if levels[0].count == Self.most { compress() }
    }

    // Joins the older half of each full level into buckets of the next.
    private mutating func compress() {
        var level = 0
        while level < levels.count, levels[level].count == Self.most {
            if level + 1 == levels.count { levels.append([]) }
            for pair in stride(from: 0, to: Self.most / 2, by: 2) {
                levels[level + 1].append(levels[level][pair] + levels[level][pair + 1])
            }
            levels[level].removeFirst(Self.most / 2)
            level += 1
        }
    }

    /// Returns the row since which something is most surely above what is usual; nil when it never is.
    ///
    /// How sure is Bernstein's bound, n·δ²/2(σ² + δ(1 − μ)/3), which no single extreme makes large. Source: S. Boucheron,
    /// G. Lugosi, P. Massart, *Concentration inequalities*, 2013, 2.8.
    /// - Parameter something: its sum over a bucket.
    func change(of something: (Bucket) -> Double, above usual: UsualRate) -> Change? {
        var best: (score: Double, change: Change)?
        var rows = 0
        var sum = Bucket()
        for (level, buckets) in levels.enumerated() {
            for bucket in buckets.reversed() {
                rows += 1 << level
                sum = sum + bucket
                guard sum.count > 0 else { continue }
                let gap = something(sum) / sum.count - usual.mean
                guard gap > 0 else { continue }
                let score = sum.count * gap * gap / (usual.variance + gap * (1 - usual.mean) / 3)
                if score > best?.score ?? 0 {
                    best = (score, Change(age: rows, mean: min(1, sum.total / sum.count)))
                }
            }
        }
        return best?.change
    }
}

extension LossHistory {
    // More rows than any stream has.
    private static let mostLevels = 48

    func write(to writer: inout ByteWriter) {
        writer.write(levels.count)
        for level in levels {
            writer.write(level.count)
            for bucket in level {
                writer.write(bucket.total)
                writer.write(bucket.ranks)
                writer.write(bucket.count)
            }
        }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        levels = []
        for level in 0..<max(1, try reader.number(upTo: Self.mostLevels)) {
            let span = Double(sign: .plus, exponent: level, significand: 1)
            var buckets: [Bucket] = []
            for _ in 0..<(try reader.number(upTo: Self.most - 1)) {
                let bucket = Bucket(
                    total: try reader.double(), ranks: try reader.double(), count: try reader.double())
                // Sums of many positions may be above their count by rounding.
                let isSound = [bucket.total, bucket.ranks, bucket.count].allSatisfy { $0 >= 0 && $0 <= span * 1.001 }
                guard isSound else { throw reader.malformed("a bucket of losses") }
                buckets.append(bucket)
            }
            levels.append(buckets)
        }
    }
}
