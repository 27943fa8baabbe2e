/// How a run looks in one word and one sign.
extension RunSummary {
    /// `running`, `succeeded`; an active run shows its phase.
    var stateWord: String { outcome?.rawValue ?? phase.rawValue }

    var paint: Paint? {
        switch outcome {
        case nil: .good
        case .succeeded: nil
        case .refused: .warning
        case .failed: .bad
        case .cancelled: .faint
        }
    }

    func mark(_ style: TextStyle) -> StyledText {
        switch outcome {
        case nil: StyledText(style.dot, paint)
        case .succeeded, .cancelled: StyledText(style.ring, paint)
        case .refused, .failed: StyledText(style.cross, paint)
        }
    }

    var steps: String { "\(stepsDone)/\(stepsTotal)" }

    /// `training 2 of 3 steps`, or why it ended as it did.
    var progress: String {
        guard outcome == nil else { return detail ?? stateWord }
        let current = currentSteps.isEmpty ? "" : ": " + currentSteps.joined(separator: ", ")
        return "\(phase.rawValue), \(stepsDone) of \(CountText.counted(stepsTotal, "step")) done\(current)"
    }
}
