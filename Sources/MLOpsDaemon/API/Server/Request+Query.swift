import Hummingbird
import MLOpsCore
import MLOpsStore

extension Request {
    func query(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = query(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw APIFailure.malformed("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The part of a list that is asked for by `before` and `limit`.
    func page<Cursor>(_ parse: (String) -> Cursor?) throws -> Page<Cursor> {
        let before = try query("before").map { text in
            guard let cursor = parse(text) else { throw APIFailure.malformed("before must be an id of the list") }
            return cursor
        }
        return Page(before: before, limit: try integer("limit", in: 1...1000) ?? 50)
    }
}
