import MLOpsStatistics
import Testing

/// One line of the table of strange data: two columns, and what comparing them must say.
struct EdgeCase: Sendable, CustomTestStringConvertible {
    enum Data: Sendable {
        case numbers([Double?])
        case words([String?])
    }

    let name: String
    let reference: Data
    let current: Data
    let status: ColumnStatus
    let isDrifted: Bool?

    var testDescription: String { name }

    var referenceProfile: ColumnProfile { Self.profile(reference, fittedTo: reference) }
    var currentProfile: ColumnProfile { Self.profile(current, fittedTo: reference) }

    private static func profile(_ data: Data, fittedTo reference: Data) -> ColumnProfile {
        switch (data, reference) {
        case (.numbers(let values), .numbers(let fitted)):
            let sorted = fitted.compactMap { $0 }.filter(\.isFinite).sorted()
            var profile = NumericProfile(cells: NumericCells(fittingSorted: sorted))
            profile.add(values)
            return .numeric(profile)
        case (.words(let values), .words(let fitted)):
            var profile = CategoryProfile(
                cells: CategoryCells(categories: Set(fitted.compactMap { $0 }).sorted().map { Array($0.utf8) }))
            profile.add(values)
            return .category(profile)
        case (.numbers(let values), .words):
            return profile(.numbers(values), fittedTo: .numbers(values))
        case (.words(let values), .numbers):
            return profile(.words(values), fittedTo: .words(values))
        }
    }
}
