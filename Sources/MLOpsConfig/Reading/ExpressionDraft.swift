import MLOpsCore
import MLOpsSchedule

/// A condition as it is written, before the triggers it names are known.
indirect enum ExpressionDraft {
    enum Combination {
        case all, any, not
        case atLeast(Int)
        case sequence(within: Duration?)

        /// Its part in the path of an operand.
        var kind: ConditionKind {
            switch self {
            case .all: .all
            case .any: .any
            case .not: .not
            case .atLeast: .atLeast
            case .sequence: .sequence
            }
        }
    }

    case condition(Condition, validFor: Duration?)
    case after(Instant)
    case combination(Combination, [ExpressionDraft], validFor: Duration?)
    case reference(TriggerName, Field)

    /// The triggers that are named anywhere in it.
    var references: [TriggerName] {
        switch self {
        case .condition, .after: []
        case .reference(let name, _): [name]
        case .combination(_, let elements, _): elements.flatMap(\.references)
        }
    }
}
