import MLOpsCore

/// What every store must do, as checks that throw when it does not.
///
/// A fake may stand for the real store only if both pass all of them.
package struct MetadataStoreConformance: Sendable, CustomStringConvertible {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package let description: String
    /// Throws when the store, which is empty at first, is wrong.
    package let check: @Sendable (inout any InspectableStore) throws -> Void

    init(_ description: String, _ check: @escaping @Sendable (inout any InspectableStore) throws -> Void) {
        self.description = description
        self.check = check
    }

    package static let all = transactions + evidence + decisions + runs + models + files

    static func expect<Value: Equatable>(
        _ actual: Value, _ expected: Value, line: UInt = #line, file: String = #fileID
    ) throws {
        guard actual == expected else {
            throw Failure(description: "\(file):\(line): expected \(expected), is \(actual)")
        }
    }

    static func expectConflict(
        _ store: inout any InspectableStore, _ mutations: [Mutation], line: UInt = #line, file: String = #fileID
    ) throws {
        let before = try store.contents()
        let snapshot = try store.restore()
        do {
            try store.commit(mutations)
        } catch {
            try expect(error.code, .conflict, line: line, file: file)
            try expect(try store.contents(), before, line: line, file: file)
            return try expect(try store.restore(), snapshot, line: line, file: file)
        }
        throw Failure(description: "\(file):\(line): the commit should have been refused")
    }
}
