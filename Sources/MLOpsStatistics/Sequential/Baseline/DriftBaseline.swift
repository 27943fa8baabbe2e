/// How much the windows of the reference period differ among themselves: what a monitor judges later windows by.
///
/// Windows of one phase of a season, such as an hour of the week, are compared with each other where there are ten or more of
/// them; all others with all.
package struct DriftBaseline: Sendable, Equatable {
    /// The windows of one phase, or all.
    package struct Phase: Sendable, Equatable {
        /// The sum of the windows, which later ones of the phase are compared with; nil for the reference itself.
        let window: WindowProfile?
        /// The null distribution of each column.
        package let nulls: [WindowNull]

        /// Whether windows are too few to know how far apart they are.
        package var isCalibrating: Bool { !nulls.contains(where: \.isUsable) }
    }

    /// What judges a window whose phase is not in ``phases``.
    package let all: Phase
    /// By name.
    package let phases: [String: Phase]

    /// No windows: rows alone tell what is usual.
    package static let none = DriftBaseline(all: Phase(window: nil, nulls: []), phases: [:])

    /// - Parameter windows: those of the reference period, on the cells of the reference, each with its phase or "".
    package init(windows: [(phase: String, window: WindowProfile)]) {
        let all = Phase(window: nil, nulls: WindowNull.each(of: windows.map(\.window)))
        var phases: [String: Phase] = [:]
        for phase in Set(windows.map(\.phase)).sorted() where !phase.isEmpty {
            let alike = windows.filter { $0.phase == phase }.map(\.window)
            guard alike.count >= WindowNull.minimumWindows, var sum = alike.first else { continue }
            for window in alike.dropFirst() { sum.merge(window) }
            phases[phase] = Phase(window: sum, nulls: WindowNull.each(of: alike))
        }
        self.init(all: all, phases: phases)
    }

    init(all: Phase, phases: [String: Phase]) { (self.all, self.phases) = (all, phases) }

    /// What judges a window of a phase.
    package func phase(_ name: String) -> Phase { phases[name] ?? all }
}
