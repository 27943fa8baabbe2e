import MLOpsCore

enum KleeneCheck {
    /// Whether an expression holds while none of its operands does, so that it would fire without evidence.
    static func isTrueWithoutEvidence(_ expression: Expression) -> Bool {
        switch expression {
        case .operand: false
        case .after: true
        case .not(let element): !isTrueWithoutEvidence(element)
        case .all(let elements), .sequence(let elements, _): elements.allSatisfy(isTrueWithoutEvidence)
        case .any(let elements): elements.contains(where: isTrueWithoutEvidence)
        case .atLeast(let count, let elements): elements.count(where: isTrueWithoutEvidence) >= count
        }
    }
}
