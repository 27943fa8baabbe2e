/// Domains of texts.
extension SchemaInference {
    /// More values than these are text.
    private static let maximumDomain = 100

    func inferTexts(_ column: ColumnEvidence, _ rules: inout ColumnRules) {
        guard column.values > 0, !rules.isUnique else { return }
        let most = column.texts.topValues(1).first?.count ?? 0
        rules.varies = varies(min(most, column.values), of: column.values)
        let distinct = Int(column.texts.distinctCount)
        guard column.texts.isExact, distinct <= Self.maximumDomain, column.values >= 5 * distinct,
            column.values >= 100
        else { return }
        let items = column.texts.topValues(Self.maximumDomain)
        let texts = items.map { String(decoding: $0.value, as: UTF8.self) }
        // A value that is no text cannot be written into a schema.
        guard zip(items, texts).allSatisfy({ $0.value.elementsEqual($1.utf8) }) else { return }
        rules.type = .category
        rules.domain = texts.sorted()
        let singletons = items.count { $0.count == 1 }
        // What is still unseen has about the mass of what was seen once; one more for the error of that estimate.
        rules.maximumUnseen = bound(singletons + 1, of: column.values)
        let isClosed = 10 * singletons <= distinct && 1000 * singletons <= column.values
        // Of an open category new values are news, of a closed one a fault.
        if !isClosed { rules.severities[.unseen] = .info }
    }
}
