/// The selected moments of a minute, in microseconds.
///
/// A step can be a microsecond, so one stride is kept as a formula; several are listed, up to a limit that the parser
/// enforces.
enum SecondSet: Hashable {
    case progression(Progression)
    /// Ascending, each once.
    case list([Int])

    /// Whether a component is small enough to be listed, or a single progression, which may have any number.
    static func canHold(_ component: CalendarComponent) -> Bool {
        let counts = component.progressions(in: .second).map(\.count)
        return counts.count == 1 || counts.reduce(0, +) <= 6000
    }

    /// - Precondition: ``canHold(_:)``.
    init(_ component: CalendarComponent) {
        let progressions = component.progressions(in: .second)
        self =
            if progressions.count == 1 {
                .progression(progressions[0])
            } else {
                .list(Set(component.values(in: .second)).sorted())
            }
    }

    var count: Int {
        switch self {
        case .progression(let progression): progression.count
        case .list(let moments): moments.count
        }
    }

    /// The moment with an index from 0 to below ``count``, in ascending order.
    subscript(index: Int) -> Int {
        switch self {
        case .progression(let progression): progression[index]
        case .list(let moments): moments[index]
        }
    }

    /// Returns how many moments are before `moment`.
    func count(before moment: Int) -> Int {
        switch self {
        case .progression(let progression):
            return progression.count(before: moment)
        case .list(let moments):
            return moments.partitionIndex { $0 >= moment }
        }
    }
}
