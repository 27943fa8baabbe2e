/// A pattern as it is built up.
indirect enum PatternNode: Hashable, Sendable {
    case empty
    case scalar(ScalarClass)
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `maximum` nil: any number of times.
    case repeated(PatternNode, minimum: Int, maximum: Int?)
}
