import MLOpsCore
import MLOpsData
import MLOpsStatistics
import MLOpsStore

/// Compares the distribution of columns that two sets of files have in common, as `mlopsctl compare` does.
struct DataComparison {
    let profiling: ProfilingProcess

    /// - Parameters:
    ///   - other: the dataset of `current`; nil: that of `reference`.
    ///   - excluded: names of columns that are not compared.
    ///   - what: how `current` is called in messages.
    ///   - than: how `reference` is.
    func compare(
        _ reference: [FileRecord], _ current: [FileRecord], from dataset: DatasetDefinition,
        in other: DatasetDefinition? = nil, without excluded: Set<String>, what: String, than: String,
        _ found: inout DataMeasurement
    ) {
        do {
            let made = try profiling.reference(of: reference, windows: 0, in: dataset)
            let table = try TableReference(encoded: made.profile)
            let profiles = try profiling.profiles(of: current, on: made.profile, in: other ?? dataset)
            var window = table.profile.emptyWindow
            for profile in profiles {
                guard let bytes = profile.profile else { continue }
                try window.merge(encoded: bytes)
            }
            let rows = profiles.reduce(0) { $0 + $1.rows }
            guard rows > 0 else {
                return found.doubts.append("\(what) cannot be read: \(profiles.last?.failure ?? "it has no rows")")
            }
            judge(table.profile, window, excluded, "\(what) (\(rows) rows)", "\(than) (\(made.rows))", &found)
        } catch {
            found.doubts.append("\(what) cannot be compared: \(error)")
        }
    }

    private func judge(
        _ reference: ReferenceProfile, _ window: WindowProfile, _ excluded: Set<String>, _ what: String, _ than: String,
        _ found: inout DataMeasurement
    ) {
        let compared = zip(reference.columns, window.columns)
            .filter { !excluded.contains($0.0.name) }
            .map { (name: $0.name, comparison: ColumnComparison(reference: $0.profile, current: $1)) }
            .filter { $0.comparison.status != .incomparable && $0.comparison.status != .empty }
        guard !compared.isEmpty else {
            return found.doubts.append("\(what) has no column in common with \(than)")
        }
        let result = DatasetComparison(compared)
        let drifted = result.columns.filter { $0.isDrifted == true }.map(\.name)
        let untold = result.columns.filter { $0.isDrifted == nil }.map(\.name)
        if !drifted.isEmpty {
            found.problems.append("\(what) is distributed otherwise than \(than) in \(Self.list(drifted))")
        } else if untold.count == compared.count {
            found.doubts.append("\(what) is too little to be compared with \(than)")
        }
        let scope = "\(what) is distributed as \(than) in \(Self.list(compared.map(\.name)))"
        found.scope += (found.scope.isEmpty ? "" : "; ") + scope
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? shown + " and \(names.count - 5) more columns" : shown
    }
}
