/// How long labels take, of all predictions and of each class.
///
/// Labels of one class may come faster than those of another, and of a prediction without a label the class is unknown;
/// so the curve of a class follows from its labelled rows alone, each seen because its label came in time, while the
/// curve of all also knows how many still wait.
package struct LabelDelays: Sendable, Equatable {
    /// More classes than these have no curve of their own.
    package static let mostClasses = 64

    private struct Class: Sendable, Equatable {
        var delays = DelayCells()
        var ages = DelayCells()
    }

    private var delays = DelayCells()
    private var waiting = DelayCells()
    private var classes: [Int64: Class] = [:]

    package init() {}

    /// Adds a labelled prediction.
    ///
    /// - Parameters:
    ///   - delay: from the prediction to its label, in seconds; below 0 it counts as 0.
    ///   - age: from the prediction to now, in seconds.
    package mutating func add(delay: Double, age: Double, class name: Int64) {
        guard !delay.isNaN, !age.isNaN else { return }
        delays.add(delay)
        guard classes[name] != nil || classes.count < Self.mostClasses else { return }
        classes[name, default: Class()].delays.add(delay)
        classes[name, default: Class()].ages.add(max(delay, age))
    }

    /// Adds a prediction that has waited for its label for so many seconds.
    package mutating func add(waiting seconds: Double) {
        guard !seconds.isNaN else { return }
        waiting.add(seconds)
    }

    package mutating func merge(_ other: LabelDelays) {
        delays.merge(other.delays)
        waiting.merge(other.waiting)
        for (name, found) in other.sorted where classes[name] != nil || classes.count < Self.mostClasses {
            classes[name, default: Class()].delays.merge(found.delays)
            classes[name, default: Class()].ages.merge(found.ages)
        }
    }

    private var sorted: [(name: Int64, found: Class)] {
        classes.sorted { $0.key < $1.key }.map { (name: $0.key, found: $0.value) }
    }

    /// Of all predictions, labelled or not.
    package var curve: DelayCurve { .censored(delays, waiting: waiting) }

    /// Of each class, by its number: among those of its labels that come within the greatest age that was added.
    package var curves: [(class: Int64, curve: DelayCurve)] {
        sorted.map { ($0.name, .truncated($0.found.delays, ages: $0.found.ages)) }
    }
}

extension LabelDelays {
    private static let version: UInt8 = 1

    package var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.write(byte: Self.version)
        delays.write(to: &writer)
        waiting.write(to: &writer)
        writer.write(classes.count)
        for (name, found) in sorted {
            writer.write(word: UInt64(bitPattern: name))
            found.delays.write(to: &writer)
            found.ages.write(to: &writer)
        }
        return writer.bytes
    }

    /// - Throws: ``MalformedProfile`` for bytes that no such delays wrote.
    package init(encoded: [UInt8]) throws(MalformedProfile) {
        var reader = ByteReader(encoded)
        guard try reader.byte() == Self.version else { throw reader.malformed("a known version") }
        delays = try DelayCells(&reader)
        waiting = try DelayCells(&reader)
        for _ in 0..<(try reader.number(upTo: Self.mostClasses)) {
            let name = Int64(bitPattern: try reader.word())
            guard classes[name] == nil else { throw reader.malformed("another class") }
            let found = try Class(delays: DelayCells(&reader), ages: DelayCells(&reader))
            guard found.delays.total == found.ages.total else { throw reader.malformed("an age of each delay") }
            classes[name] = found
        }
        try reader.end()
    }
}
