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

    // Of each level room for the most, of which the first `counts` are used, the oldest first.
    private var buckets = [Bucket](repeating: Bucket(), count: most)
    private var counts = [0]

    private static let most = 16

    init() {}

    /// Takes a row; without a loss it is an empty bucket.
    mutating func add(_ row: Bucket) {
        buckets[counts[0]] = row
        counts[0] += 1
        if counts[0] == Self.most { compress() }
    }

    /// Takes rows that have a loss, one after another.
    mutating func add(positions: UnsafeBufferPointer<Double>, ranks: UnsafeBufferPointer<Double>) {
        var next = 0
        while next < positions.count {
            let first = counts[0]
            let end = min(positions.count, next + Self.most - first)
            buckets.withUnsafeMutableBufferPointer { buckets in
                for row in next..<end {
                    buckets[first + row - next] = Bucket(total: positions[row], ranks: ranks[row], count: 1)
                }
            }
            counts[0] = first + end - next
            next = end
            if counts[0] == Self.most { compress() }
        }
    }

    // Joins the older half of each full level into buckets of the next.
    private mutating func compress() {
        var level = 0
        while level < counts.count, counts[level] == Self.most {
            if level + 1 == counts.count { addLevel() }
            let (from, half) = (level * Self.most, Self.most / 2)
            let to = from + Self.most + counts[level + 1]
            buckets.withUnsafeMutableBufferPointer { buckets in
                for pair in 0..<half / 2 {
                    buckets[to + pair] = buckets[from + 2 * pair] + buckets[from + 2 * pair + 1]
                }
                for bucket in from..<from + half { buckets[bucket] = buckets[bucket + half] }
            }
            counts[level] = half
            counts[level + 1] += half / 2
            level += 1
        }
    }

    private mutating func addLevel() {
        counts.append(0)
        buckets += [Bucket](repeating: Bucket(), count: Self.most)
    }

    private func used(_ level: Int) -> ArraySlice<Bucket> {
        buckets[level * Self.most..<level * Self.most + counts[level]]
    }

    static func == (a: LossHistory, b: LossHistory) -> Bool {
        a.counts == b.counts && a.counts.indices.allSatisfy { a.used($0) == b.used($0) }
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
        for level in counts.indices {
            for bucket in used(level).reversed() {
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
        writer.write(counts.count)
        for level in counts.indices {
            writer.write(counts[level])
            for bucket in used(level) {
                writer.write(bucket.total)
                writer.write(bucket.ranks)
                writer.write(bucket.count)
            }
        }
    }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        for level in 0..<max(1, try reader.number(upTo: Self.mostLevels)) {
            if level > 0 { addLevel() }
            let span = Double(sign: .plus, exponent: level, significand: 1)
            let count = try reader.number(upTo: Self.most - 1)
            // They come by fours, so that a full level is exactly full.
            guard level == 0 || count % (Self.most / 4) == 0 else { throw reader.malformed("a level of losses") }
            for place in 0..<count {
                let bucket = Bucket(
                    total: try reader.double(), ranks: try reader.double(), count: try reader.double())
                // Sums of many positions may be above their count by rounding.
                let isSound = [bucket.total, bucket.ranks, bucket.count].allSatisfy { $0 >= 0 && $0 <= span * 1.001 }
                guard isSound else { throw reader.malformed("a bucket of losses") }
                buckets[level * Self.most + place] = bucket
            }
            counts[level] = count
        }
    }
}
