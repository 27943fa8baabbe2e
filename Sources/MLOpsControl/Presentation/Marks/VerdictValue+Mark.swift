extension VerdictValue {
    var paint: Paint? {
        switch self {
        case .true: .good
        case .false: nil
        case .unknown: .warning
        }
    }

    func mark(_ style: TextStyle) -> StyledText {
        switch self {
        case .true: StyledText(style.isUnicode ? "✓" : "+", paint)
        case .false: StyledText(style.isUnicode ? "✗" : "-", paint)
        case .unknown: StyledText("?", paint)
        }
    }
}

extension GateValue.Verdict {
    func mark(_ style: TextStyle) -> StyledText {
        switch self {
        case .pass: StyledText(style.isUnicode ? "✓" : "+", .good)
        case .fail: StyledText(style.isUnicode ? "✗" : "-", .bad)
        case .inconclusive, .ungated: StyledText("?", .warning)
        }
    }
}

extension StepValue.State {
    func mark(_ style: TextStyle) -> StyledText {
        switch self {
        case .waiting, .skipped, .cancelled: StyledText(style.ring, .faint)
        case .starting, .running: StyledText(style.dot, .good)
        case .backingOff: StyledText(style.dot, .warning)
        case .succeeded, .reused: StyledText(style.isUnicode ? "✓" : "+", .good)
        case .failed: StyledText(style.cross, .bad)
        }
    }
}

extension DeploymentSummary.State {
    var paint: Paint? {
        switch self {
        case .intended: .warning
        case .live: .good
        case .replaced: .faint
        case .failed: .bad
        }
    }
}

extension DatasetSummary.State {
    var paint: Paint? {
        switch self {
        case .ok: nil
        case .degraded: .warning
        case .unavailable: .bad
        }
    }
}
