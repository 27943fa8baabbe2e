/// What metrics of predictions of one of many classes are made of.
struct MulticlassSums: Sendable, Equatable {
    /// Rows of further pairs of classes are left out, and counted as such.
    static let mostPairs = 1 << 16

    private var pairs: [ClassPair: Int] = [:]
    private var scores: ClassScoreSums
    private var leftOut = 0

    init(classes: [Int64]) { scores = ClassScoreSums(classes: classes) }

    mutating func add(_ row: PerformanceRow) {
        guard let label = Int64(exactly: row.label), let prediction = Int64(exactly: row.prediction) else { return }
        add(1, of: ClassPair(label: label, prediction: prediction))
        if !row.scores.isEmpty { scores.add(row) }
    }

    private mutating func add(_ count: Int, of pair: ClassPair) {
        guard pairs.count < Self.mostPairs || pairs[pair] != nil else { return leftOut += count }
        pairs[pair, default: 0] += count
    }

    mutating func merge(_ other: MulticlassSums) {
        for (pair, count) in other.sorted { add(count, of: pair) }
        scores.merge(other.scores)
        leftOut += other.leftOut
    }

    private var sorted: [(pair: ClassPair, count: Int)] {
        pairs.sorted { $0.key < $1.key }.map { (pair: $0.key, count: $0.value) }
    }

    var labelled: Int { sorted.reduce(leftOut) { $0 + $1.count } }

    /// Of the labels, how many the rarest class has.
    var leastClass: Int {
        var (least, current, label) = (Int.max, 0, Int64?.none)
        for (pair, count) in sorted {
            if pair.label != label, label != nil { (least, current) = (min(least, current), 0) }
            (label, current) = (pair.label, current + count)
        }
        return label == nil ? 0 : min(least, current)
    }

    /// The classes that are a label or were predicted, in the order of their numbers.
    private var classes: [Int64] { Set(sorted.flatMap { [$0.pair.label, $0.pair.prediction] }).sorted() }

    private var table: ConfusionTable {
        let numbers = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
        return ConfusionTable(
            cells: sorted.compactMap { pair, count in
                guard let label = numbers[pair.label], let prediction = numbers[pair.prediction] else { return nil }
                return ConfusionTable.Cell(label: label, prediction: prediction, count: Double(count))
            })
    }

    var figures: [NamedFigure] {
        guard leftOut == 0 else { return named { _ in PerformanceFigure(undefined: "there are too many classes") } }
        let table = table
        let right = Int(table.agreements.reduce(0, +))
        let accuracy = PerformanceFigure.share(right, of: Int(table.total), orElse: "there are no labels")
        return named { name in
            switch name {
            case "balanced_accuracy", "recall_macro": table.average(.recall, .macro)
            case "precision_macro": table.average(.precision, .macro)
            case "f1_macro": table.average(.f1, .macro)
            case "precision_weighted": table.average(.precision, .weighted)
            case "recall_weighted": table.average(.recall, .weighted)
            case "f1_weighted": table.average(.f1, .weighted)
            case "mcc": table.correlation
            case "kappa": table.kappa
            // Each row has one label and one prediction.
            default: accuracy
            }
        } + scores.figures
    }

    private func named(_ figure: (String) -> PerformanceFigure) -> [NamedFigure] {
        [
            "accuracy", "balanced_accuracy", "precision_macro", "recall_macro", "f1_macro", "f1_micro",
            "precision_weighted", "recall_weighted", "f1_weighted", "mcc", "kappa",
        ].map { NamedFigure($0, figure($0)) }
    }

    /// Precision, recall and F1 of each class, by its number.
    var classFigures: [(class: Int64, figures: [NamedFigure])] {
        let table = table
        return classes.enumerated().map { number, name in
            func figure(_ measure: ConfusionTable.ClassMeasure, _ reason: String) -> PerformanceFigure {
                let (part, whole) = table.ratio(measure, of: number)
                return .share(Int(part), of: Int(whole), orElse: reason)
            }
            // F1 has an exact interval through the Jaccard index.
            var counts = ConfusionCounts()
            counts.hits = Int(table.agreements[number])
            counts.falseAlarms = Int(table.predictions[number]) - counts.hits
            counts.misses = Int(table.labels[number]) - counts.hits
            let f1 = counts.figures.first { $0.name == "f1" }?.figure ?? .tooLarge
            return (
                name,
                [
                    NamedFigure("precision", figure(.precision, "the class was not predicted")),
                    NamedFigure("recall", figure(.recall, "the class is no label")), NamedFigure("f1", f1),
                ]
            )
        }
    }
}

extension MulticlassSums {
    func write(to writer: inout ByteWriter) {
        writer.write(leftOut)
        let sorted = sorted
        writer.write(sorted.count)
        for (pair, count) in sorted {
            writer.write(word: UInt64(bitPattern: pair.label))
            writer.write(word: UInt64(bitPattern: pair.prediction))
            writer.write(count)
        }
        scores.write(to: &writer)
    }

    init(_ reader: inout ByteReader, classes: [Int64]) throws(MalformedProfile) {
        leftOut = try reader.number(upTo: PerformanceSums.mostRows)
        var rows = 0
        for _ in 0..<(try reader.number(upTo: min(Self.mostPairs, reader.remaining / 17))) {
            let label = Int64(bitPattern: try reader.word())
            let pair = ClassPair(label: label, prediction: Int64(bitPattern: try reader.word()))
            guard pairs[pair] == nil else { throw reader.malformed("another pair of classes") }
            let count = try reader.number(upTo: PerformanceSums.mostRows - rows)
            rows += count
            pairs[pair] = count
        }
        scores = try ClassScoreSums(&reader, classes: classes)
    }
}
