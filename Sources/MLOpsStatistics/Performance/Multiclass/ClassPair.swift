/// The classes of a label and a prediction.
struct ClassPair: Sendable, Hashable, Comparable {
    let label: Int64
    let prediction: Int64

    static func < (a: ClassPair, b: ClassPair) -> Bool { (a.label, a.prediction) < (b.label, b.prediction) }
}
