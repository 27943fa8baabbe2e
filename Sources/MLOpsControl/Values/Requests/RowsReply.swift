/// What became of rows that were sent.
package struct RowsReply: Codable, Sendable, Hashable {
    /// Of these rows alone; what was there before is not counted.
    package var join: JoinValue
    /// The first few rows that could not be used, and why.
    package var rejections: [String]

    package init(join: JoinValue, rejections: [String] = []) {
        self.join = join
        self.rejections = rejections
    }
}
