import Glibc
import MLOpsStatistics

/// The figures that have a limit, one JSON object a line: `{"name", "value", "unit", "limit"}`; times are of the processor.
enum Targets {
    private static let columns = 100

    static func print() {
        let random = Xoshiro256StarStar(seed: 10)
        let reference = reference(random)
        let windows = (0..<64).map { window(on: reference, rows: 500 + 10 * $0, seed: 20 + UInt64($0)) }
        sizes(windows)
        merges(windows, reference)
        decisions(windows, reference)
    }

    private static func report(_ name: String, _ value: Double, _ unit: String, limit: Double) {
        let rounded = (value * 1000).rounded() / 1000
        Swift.print("{\"name\": \"\(name)\", \"value\": \(rounded), \"unit\": \"\(unit)\", \"limit\": \(limit)}")
    }

    // Half of the columns are numbers of several shapes, half are categories with long tails.
    private static func reference(_ random: Xoshiro256StarStar) -> ReferenceProfile {
        var random = random
        return ReferenceProfile(
            columns: (0..<columns).map { index in
                let values = values(of: index, rows: 20_000, &random)
                if index % 2 == 0 {
                    var profile = NumericProfile(cells: NumericCells(fittingSorted: values.sorted()))
                    profile.add(values)
                    return .init(name: "x\(index)", profile: .numeric(profile))
                }
                var profile = CategoryProfile(cells: CategoryCells(categories: (0..<50).map { Array(text($0).utf8) }))
                profile.add(values.map { text(Int($0)) })
                return .init(name: "x\(index)", profile: .category(profile))
            })
    }

    private static func window(on reference: ReferenceProfile, rows: Int, seed: UInt64) -> WindowProfile {
        var random = Xoshiro256StarStar(seed: seed)
        return WindowProfile(
            columns: reference.columns.indices.map { index in
                let values = values(of: index, rows: rows, &random)
                switch reference.columns[index].profile.emptied {
                case .numeric(var profile):
                    profile.add(values)
                    return .numeric(profile)
                case .category(var profile):
                    profile.add(values.map { text(Int($0)) })
                    return .category(profile)
                }
            })
    }

    private static func values(of index: Int, rows: Int, _ random: inout Xoshiro256StarStar) -> [Double] {
        (0..<rows).map { _ in
            if index % 2 == 1 { return (60 * random.uniform() * random.uniform()).rounded(.down) }
            return index % 4 == 0 ? random.normal() : 100 * random.uniform() * random.uniform()
        }
    }

    private static func text(_ category: Int) -> String { "category-\(category)" }

    private static func sizes(_ windows: [WindowProfile]) {
        let largest = windows.map(\.encoded.count).max() ?? 0
        report("profile of a column and window", Double(largest) / Double(columns), "bytes", limit: 1024)
    }

    private static func merges(_ windows: [WindowProfile], _ reference: ReferenceProfile) {
        let encoded = windows.map(\.encoded)
        let seconds = fastest {
            var sum = reference.emptyWindow
            for index in 0..<10_000 {
                guard (try? sum.merge(encoded: encoded[index % encoded.count])) != nil else {
                    preconditionFailure("our own encoding")
                }
            }
        }
        report("merging 10,000 kept windows of 100 columns", seconds, "s", limit: 1)
    }

    private static func decisions(_ windows: [WindowProfile], _ reference: ReferenceProfile) {
        let settings = DriftSettings(budget: FalseAlarmBudget(perYear: 1, looksPerYear: 8760), columns: [])
        for (name, baseline) in [
            ("by rows", DriftBaseline.none),
            ("among 256 windows", DriftBaseline(windows: (0..<256).map { ("", windows[$0 % windows.count]) })),
        ] {
            let seconds = fastest {
                var monitor = DriftMonitor(reference: reference, settings: settings, baseline: baseline)
                for window in windows { precondition(monitor.observe(window).columns.count == columns) }
            }
            report(
                "a drift decision over 100 columns \(name)", seconds / Double(windows.count) * 1000, "ms", limit: 5)
        }
    }

    // Of five rounds.
    private static func fastest(_ body: () -> Void) -> Double {
        (0..<5).map { _ in
            let start = processorTime()
            body()
            let spent = (processorTime() - start).components
            return Double(spent.seconds) + Double(spent.attoseconds) / 1e18
        }.min() ?? 0
    }
}
