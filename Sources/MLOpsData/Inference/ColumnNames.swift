/// Gives every column a name of its own.
enum ColumnNames {
    /// Empty names become `column_3`, repeated ones `x_2`; each change is noted.
    static func unique(_ names: [String]) -> (names: [String], notes: [String]) {
        var taken = Set(names)
        var used: Set<String> = []
        var notes: [String] = []
        let unique = names.enumerated().map { index, name in
            if !name.isEmpty, used.insert(name).inserted { return name }
            var number = name.isEmpty ? index + 1 : 2
            let stem = name.isEmpty ? "column" : name
            while !taken.insert("\(stem)_\(number)").inserted { number += 1 }
            let given = "\(stem)_\(number)"
            used.insert(given)
            let why = name.isEmpty ? "has no name" : "is named \(name.debugDescription) like another"
            notes.append("column \(index + 1) \(why); it is called \(given.debugDescription)")
            return given
        }
        return (unique, notes)
    }
}
