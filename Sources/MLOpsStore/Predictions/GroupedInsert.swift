import GRDB

/// Writes rows of a table by groups: what a statement costs before it writes anything is paid once for many rows.
struct GroupedInsert {
    /// Larger groups gain nothing that can be measured.
    private static let size = 16

    private let one: HotStatement
    private let many: HotStatement
    private let columns: Int32

    /// - Parameter verb: Up to and with the name of the table.
    init(_ database: Database, _ verb: String, columns: Int32) throws {
        self.columns = columns
        let row = "(" + Array(repeating: "?", count: Int(columns)).joined(separator: ", ") + ")"
        one = try HotStatement(database, "\(verb) VALUES \(row)")
        let rows = Array(repeating: row, count: Self.size).joined(separator: ", ")
        many = try HotStatement(database, "\(verb) VALUES \(rows)")
    }

    /// Writes all elements, in their order.
    ///
    /// - Parameters:
    ///   - bind: Binds an element's values to the places behind the given one.
    ///   - isShort: Called when not all of some elements made a row, with these and with how many did.
    @inline(__always)
    func run<Element>(
        _ elements: [Element], bind: (HotStatement, Int32, Element) throws -> Void,
        isShort: (ArraySlice<Element>, Int) throws -> Void = { _, _ in }
    ) throws {
        for start in stride(from: 0, to: elements.count, by: Self.size) {
            let group = elements[start..<min(start + Self.size, elements.count)]
            let made = group.count == Self.size ? try write(group, bind) : try writeEach(of: group, bind)
            if made < group.count { try isShort(group, made) }
        }
    }

    @inline(__always)
    private func write<Element>(
        _ group: ArraySlice<Element>, _ bind: (HotStatement, Int32, Element) throws -> Void
    ) throws -> Int {
        var place: Int32 = 0
        for element in group {
            try bind(many, place, element)
            place += columns
        }
        return try many.changeCount()
    }

    @inline(__always)
    private func writeEach<Element>(
        of group: ArraySlice<Element>, _ bind: (HotStatement, Int32, Element) throws -> Void
    ) throws -> Int {
        var made = 0
        for element in group {
            try bind(one, 0, element)
            made += try one.changeCount()
        }
        return made
    }
}
