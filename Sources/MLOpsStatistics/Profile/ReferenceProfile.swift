/// The data that later windows are compared with: for each column its cells, and its own counts on them.
///
/// Frozen with the model it belongs to; a reference that follows the data would hide slow drift.
package struct ReferenceProfile: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package let name: String
        package let profile: ColumnProfile

        package init(name: String, profile: ColumnProfile) { (self.name, self.profile) = (name, profile) }
    }

    package let columns: [Column]

    package init(columns: [Column]) { self.columns = columns }

    /// A window as the reference of later ones, for example the sum of the windows that a model was trained on.
    ///
    /// - Parameter names: one for each column of the window; where they are of different number, the rest is left out.
    package init(names: [String], window: WindowProfile) {
        self.init(columns: zip(names, window.columns).map { Column(name: $0, profile: $1) })
    }

    /// A window of the same columns and cells, without rows.
    package var emptyWindow: WindowProfile { WindowProfile(columns: columns.map(\.profile.emptied)) }

    /// The largest number of rows of any column.
    package var rows: Int { columns.map(\.profile.rows).max() ?? 0 }
}
