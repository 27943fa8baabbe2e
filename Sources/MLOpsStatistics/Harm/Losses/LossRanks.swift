/// Where a loss stands among those of the reference, in 0...1: what is large among losses of any distribution.
///
/// One loss in a thousand that is a thousand times the others says little of all the others, and hides them in the mean.
struct LossRanks: Sendable, Equatable {
    private let edges: SIMD16<Double>

    static let count = SIMD16<Double>.scalarCount

    /// - Parameter edges: ``count`` losses, ascending; none is NaN.
    init(edges: [Double]) {
        var lanes = SIMD16<Double>()
        for (index, edge) in edges.prefix(Self.count).enumerated() { lanes[index] = edge }
        self.edges = lanes
    }

    /// Returns the share of the edges below a loss; of those equal to it half.
    @inline(__always)
    func rank(_ loss: Double) -> Double {
        let value = SIMD16<Double>(repeating: loss)
        // −1, because that is what a comparison makes of a lane where it holds.
        let (no, yes) = (SIMD16<Int64>(), SIMD16<Int64>(repeating: -1))
        let (below, notAbove) = (
            no.replacing(with: yes, where: edges .< value), no.replacing(with: yes, where: edges .<= value)
        )
        return Double((below &+ notAbove).wrappedSum()) / Double(-2 * Self.count)
    }

    func write(to writer: inout ByteWriter) { for lane in edges.indices { writer.write(edges[lane]) } }

    init(_ reader: inout ByteReader) throws(MalformedProfile) {
        var lanes = SIMD16<Double>()
        for lane in lanes.indices {
            lanes[lane] = try reader.double()
            guard lanes[lane].isFinite else { throw reader.malformed("an edge between losses") }
        }
        edges = lanes
    }
}
