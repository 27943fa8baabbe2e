/// Where the values of features are divided into bins, so that a row is a few small numbers.
struct FeatureBins: Sendable, Hashable, Codable {
    static let most = 255

    /// Of each feature the rising values at which a bin begins, but for the first bin, which also takes what is not a
    /// number.
    let edges: [[Double]]

    /// With bins of equally many of the `rows`, each of which has `features` values.
    init(_ rows: [[Double]], features: Int) {
        edges = (0..<features).map { feature in
            let values = rows.map { $0[feature] }.filter(\.isFinite).sorted()
            guard let first = values.first else { return [] }
            var edges: [Double] = []
            for bin in 1..<Self.most {
                let edge = values[bin * values.count / Self.most]
                if edge > edges.last ?? first { edges.append(edge) }
            }
            return edges
        }
    }

    func codes(_ row: [Double]) -> [UInt8] {
        edges.indices.map { feature in
            guard feature < row.count, !row[feature].isNaN else { return 0 }
            var (low, high) = (0, edges[feature].count)
            while low < high {
                let middle = (low + high) / 2
                if edges[feature][middle] <= row[feature] { low = middle + 1 } else { high = middle }
            }
            return UInt8(low)
        }
    }
}
