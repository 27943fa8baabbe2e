extension Table {
    /// Which columns are shown, and how wide.
    struct Layout {
        private(set) var shown: [Int]
        private(set) var widths: [Int]

        static let gap = 2
        /// What a cell that is cut should at least have left, as long as another column can be left out instead.
        private static let comfortable = 20
        private static let smallest = 4

        init(_ columns: [Column], _ lines: [[StyledText]], _ limit: Int?) {
            let natural = columns.indices.map { column in lines.map { $0[column].width }.max() ?? 0 }
            shown = Array(columns.indices)
            widths = natural
            guard let limit else { return }
            let droppable = columns.indices.filter { columns[$0].dropped != nil }
            var drops = droppable.sorted { columns[$0].dropped ?? 0 < columns[$1].dropped ?? 0 }[...]
            shrink(columns, natural, Self.comfortable, limit)
            while total > limit, let next = drops.popFirst() {
                shown.removeAll { $0 == next }
                shrink(columns, natural, Self.comfortable, limit)
            }
            if total > limit { shrink(columns, natural, Self.smallest, limit) }
        }

        private var total: Int { widths.reduce(0, +) + Self.gap * (widths.count - 1) }

        /// Takes from the widest column that may be cut until the table fits or none is left.
        private mutating func shrink(_ columns: [Column], _ natural: [Int], _ smallest: Int, _ limit: Int) {
            widths = shown.map { natural[$0] }
            while total > limit {
                let shrinkable = widths.indices.filter { columns[shown[$0]].canShrink && widths[$0] > smallest }
                guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return }
                widths[widest] -= 1
            }
        }
    }
}
