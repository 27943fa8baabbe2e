/// What a colour means; the colours themselves are those of systemctl.
package enum Paint: Sendable, Hashable {
    case good
    case warning
    case bad
    /// What stands out without being good or bad: a heading, a name.
    case strong
    /// What may be overlooked: a time, a tree's branches.
    case faint

    /// SGR parameters of ECMA-48.
    private var sequence: String {
        switch self {
        case .good: "0;1;32"
        case .warning: "0;1;38;5;185"
        case .bad: "0;1;31"
        case .strong: "0;1;39"
        case .faint: "0;38;5;245"
        }
    }

    func applied(to text: String, _ style: TextStyle) -> String {
        style.isColoured ? "\u{1B}[\(sequence)m\(text)\u{1B}[0m" : text
    }
}
