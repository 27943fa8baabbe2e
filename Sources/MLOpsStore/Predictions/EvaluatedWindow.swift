/// Rows of some versions in a window, as they were evaluated last.
package struct EvaluatedWindow: Hashable, Sendable {
    package var start: Int64
    package var revision: Int64
    package var predictions: Int64
    package var labelled: Int64
}
