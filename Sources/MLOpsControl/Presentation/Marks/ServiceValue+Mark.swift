extension ServiceValue.State {
    var paint: Paint? {
        switch self {
        case .serving: .good
        case .starting, .switching, .restarting: .warning
        case .broken: .bad
        case .stopped: nil
        }
    }
}
