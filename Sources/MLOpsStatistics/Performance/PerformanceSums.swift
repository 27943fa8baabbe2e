/// The metrics of a group of rows, such as those of one window, model version and segment, from sums that can be merged.
package struct PerformanceSums: Sendable, Equatable {
    /// Far below where counting on would overflow.
    static let mostRows = 1 << 53

    package let task: PerformanceTask
    /// Rows, labelled or not.
    package private(set) var predictions = 0
    // The one of the task.
    private var binary: BinarySums?
    private var multiclass: MulticlassSums?
    private var regression: RegressionSums?

    package init(_ task: PerformanceTask) {
        self.task = task
        switch task {
        case .binary: binary = BinarySums()
        case .multiclass(let classes): multiclass = MulticlassSums(classes: classes)
        case .regression: regression = RegressionSums()
        }
    }

    /// Adds a row; without a label, or with neither prediction nor score, it is counted as a prediction alone.
    package mutating func add(_ row: PerformanceRow) {
        predictions += 1
        guard !row.label.isNaN, !row.prediction.isNaN || (task == .binary && !row.score.isNaN) else { return }
        binary?.add(row)
        multiclass?.add(row)
        regression?.add(row)
    }

    /// Adds the rows of other sums of the same task.
    package mutating func merge(_ other: PerformanceSums) {
        precondition(task == other.task, "sums of different tasks have nothing in common")
        predictions += other.predictions
        if let other = other.binary { binary?.merge(other) }
        if let other = other.multiclass { multiclass?.merge(other) }
        if let other = other.regression { regression?.merge(other) }
    }

    /// Rows that the metrics are made of.
    package var labelled: Int { binary?.labelled ?? multiclass?.labelled ?? regression?.labelled ?? 0 }

    /// Labels of the class that has fewest, of two classes also of one that is never seen; of numbers all.
    package var leastClass: Int { binary?.leastClass ?? multiclass?.leastClass ?? labelled }

    /// All metrics of the task, in a fixed order.
    package var figures: [NamedFigure] { binary?.figures ?? multiclass?.figures ?? regression?.figures ?? [] }

    /// Of many classes precision, recall and F1 of each, by its number; of other tasks none.
    package var classFigures: [(class: Int64, figures: [NamedFigure])] { multiclass?.classFigures ?? [] }

    /// The names of the metrics of a task, in the order of ``figures``.
    package static func metrics(of task: PerformanceTask) -> [String] { PerformanceSums(task).figures.map(\.name) }
}

extension PerformanceSums {
    private static let version: UInt8 = 1

    /// All that ``init(encoded:)`` needs.
    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        switch task {
        case .binary: writer.write(byte: 0)
        case .multiclass(let classes):
            writer.write(byte: 1)
            writer.write(classes.count)
            for number in classes { writer.write(word: UInt64(bitPattern: number)) }
        case .regression: writer.write(byte: 2)
        }
        writer.write(predictions)
        binary?.write(to: &writer)
        multiclass?.write(to: &writer)
        regression?.write(to: &writer)
        return writer.bytes
    }

    /// - Throws: ``MalformedProfile`` for bytes that no such sums wrote.
    package init(encoded: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(encoded)
        guard try reader.byte() == Self.version else { throw reader.malformed("a known version") }
        var classes: [Int64] = []
        switch try reader.byte() {
        case 0: task = .binary
        case 1:
            for _ in 0..<(try reader.number(upTo: reader.remaining / 8)) {
                classes.append(Int64(bitPattern: try reader.word()))
            }
            task = .multiclass(classes: classes)
        case 2: task = .regression
        default: throw reader.malformed("a task")
        }
        predictions = try reader.number(upTo: Self.mostRows)
        switch task {
        case .binary: binary = try BinarySums(&reader)
        case .multiclass: multiclass = try MulticlassSums(&reader, classes: classes)
        case .regression: regression = try RegressionSums(&reader)
        }
        try reader.end()
    }
}
