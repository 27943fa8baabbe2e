/// How a pipeline looks in one word and one sign.
extension PipelineSummary {
    var paint: Paint? {
        switch state {
        case .idle: nil
        case .running: .good
        case .pending, .paused: .warning
        case .disabled, .breakerOpen: .bad
        }
    }

    func mark(_ style: TextStyle) -> StyledText {
        switch state {
        case .idle, .paused: StyledText(style.ring, paint)
        case .running, .pending: StyledText(style.dot, paint)
        case .disabled, .breakerOpen: StyledText(style.cross, paint)
        }
    }

    /// False when nothing but a person starts it again.
    package var isActive: Bool {
        switch state {
        case .idle, .pending, .running: true
        case .paused, .disabled, .breakerOpen: false
        }
    }
}
