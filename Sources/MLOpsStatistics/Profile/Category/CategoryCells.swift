/// The cells that the values of a categorical column are counted in: one for each category of the reference.
///
/// Two more follow: `other`, the known categories that were too rare to keep, and `new`, whatever the reference does not
/// have. When categories had to be left out, the two cannot be told apart, and all unlisted values are `other`.
package struct CategoryCells: Sendable, Equatable {
    package static let maximumCategories = 10_000

    let dictionary: ByteDictionary
    /// Whether the reference has further categories that are not listed.
    package let isTruncated: Bool

    /// - Parameter categories: distinct strings as UTF-8; those beyond ``maximumCategories`` are left out.
    package init(categories: some Sequence<[UInt8]>, isTruncated: Bool = false) {
        var dictionary = ByteDictionary()
        var leftOut = isTruncated
        for category in categories {
            guard dictionary.count < Self.maximumCategories else {
                leftOut = true
                break
            }
            category.withUnsafeBufferPointer { _ = dictionary.insert($0, hash: ByteHash.of($0)) }
        }
        self.dictionary = dictionary
        self.isTruncated = leftOut
    }

    /// The number of listed categories.
    package var listed: Int { dictionary.count }
    /// The number of cells, `other` and `new` included.
    package var count: Int { listed + 2 }
    package var otherCell: Int { listed }
    package var newCell: Int { listed + 1 }

    /// The text of a listed category, `__other__` or `__new__`.
    package func name(_ cell: Int) -> String {
        cell < listed ? dictionary.text(cell) : cell == otherCell ? "__other__" : "__new__"
    }

    /// Returns the cell that holds a value.
    package func cell(of value: UnsafeBufferPointer<UInt8>) -> Int {
        dictionary.find(value, hash: ByteHash.of(value)) ?? (isTruncated ? otherCell : newCell)
    }
}
