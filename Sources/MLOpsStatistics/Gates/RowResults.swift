/// What was measured row by row of held-out data, as named columns of equal length.
///
/// Columns of the champion, on the same rows, have the names of the candidate's behind `champion_`.
package struct RowResults: Sendable, Equatable {
    package enum Column: Sendable, Equatable {
        /// NaN where the cell has no value.
        case numbers([Double])
        /// Empty where the cell has no value.
        case texts([String])

        var count: Int {
            switch self {
            case .numbers(let values): values.count
            case .texts(let values): values.count
            }
        }
    }

    /// Which of the two models.
    package enum Model: String, Sendable {
        case candidate = ""
        case champion = "champion_"
    }

    package let count: Int
    private let columns: [String: Column]

    /// Requires columns of `count` rows.
    package init(count: Int, columns: [String: Column]) {
        self.count = count
        self.columns = columns.filter { $0.value.count == count }
    }

    package subscript(_ name: String) -> Column? { columns[name] }

    func column(_ name: String, of model: Model) -> Column? { columns[model.rawValue + name] }

    /// The names in order.
    package var names: [String] { columns.keys.sorted() }

    /// Whether there is anything of the champion.
    package var hasChampion: Bool { columns.keys.contains { $0.hasPrefix(Model.champion.rawValue) } }

    /// These rows with nothing of the champion.
    package var withoutChampion: RowResults {
        RowResults(count: count, columns: columns.filter { !$0.key.hasPrefix(Model.champion.rawValue) })
    }

    /// Returns these rows alone.
    package func rows(_ places: [Int]) -> RowResults {
        let chosen = columns.mapValues { column -> Column in
            switch column {
            case .numbers(let values): .numbers(places.map { values[$0] })
            case .texts(let values): .texts(places.map { values[$0] })
            }
        }
        return RowResults(count: places.count, columns: chosen)
    }

    /// Returns the places of the rows of each value of a column, in order of the values' texts; nil without the column.
    package func segments(by name: String) -> [(value: String, rows: [Int])]? {
        guard let column = columns[name] else { return nil }
        var places: [String: [Int]] = [:]
        for row in 0..<count { places[column.text(row), default: []].append(row) }
        return places.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Returns these rows with the columns of another model's results as those of the champion.
    ///
    /// Rows belong together whose cells in `key` are equal; keys must not repeat, and a label that both know must be the
    /// same. nil when there is no such column in both.
    package func paired(with champion: RowResults, by key: String) -> RowResults? {
        guard let own = columns[key], let others = champion[key] else { return nil }
        var places: [String: Int] = [:]
        for row in 0..<champion.count { places[others.text(row)] = places[others.text(row)] == nil ? row : -1 }
        var seen: Set<String> = []
        var (here, there): ([Int], [Int]) = ([], [])
        for row in 0..<count {
            let text = own.text(row)
            guard !text.isEmpty, seen.insert(text).inserted, let place = places[text], place >= 0,
                hasSameLabel(row, champion, place)
            else { continue }
            here.append(row)
            there.append(place)
        }
        var joint = rows(here).columns
        for (name, column) in champion.rows(there).columns where !name.hasPrefix(Model.champion.rawValue) {
            joint[Model.champion.rawValue + name] = column
        }
        return RowResults(count: here.count, columns: joint)
    }

    private func hasSameLabel(_ row: Int, _ champion: RowResults, _ place: Int) -> Bool {
        guard let label = columns["label"], let other = champion["label"] else { return true }
        return label.text(row) == other.text(place)
    }
}

extension RowResults.Column {
    /// The cell as text; equal numbers have equal texts.
    func text(_ row: Int) -> String {
        switch self {
        case .texts(let values): values[row]
        case .numbers(let values):
            values[row].isNaN ? "" : Int64(exactly: values[row]).map(String.init) ?? values[row].description
        }
    }
}
