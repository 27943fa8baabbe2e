/// What was made of the predictions of one version, and one segment, in a window.
package struct WindowFigure: Hashable, Sendable {
    /// The column of what is estimated of all rows without their labels; `labelled` says from how many others.
    package static let estimated: Int64 = -2

    package var start: Int64
    /// The code of the version's name.
    package var version: Int64
    /// The place of the column among those of segments; -1: all rows; ``estimated``.
    package var column: Int64
    /// The code of the column's value; -1: null, or all rows.
    package var segment: Int64
    package var predictions: Int64
    package var labelled: Int64
    /// Labels of the class that has fewest.
    package var leastClass: Int64
    /// JSON: the metrics by their names.
    package var figures: String

    package init(
        start: Int64, version: Int64, column: Int64 = -1, segment: Int64 = -1, predictions: Int64, labelled: Int64,
        leastClass: Int64, figures: String
    ) {
        self.start = start
        self.version = version
        self.column = column
        self.segment = segment
        self.predictions = predictions
        self.labelled = labelled
        self.leastClass = leastClass
        self.figures = figures
    }
}
