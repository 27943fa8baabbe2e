package import MLOpsSchedule

/// A combination of operands in Kleene's three-valued logic.
package indirect enum Expression: Hashable, Sendable {
    /// An index into the trigger's operands.
    case operand(Int)
    case all([Expression])
    case any([Expression])
    case atLeast(Int, [Expression])
    case not(Expression)
    /// True when the elements came true in this order, the last at most `within` after the first.
    case sequence([Expression], within: Duration?)
    /// True from this instant on.
    case after(Instant)
}
