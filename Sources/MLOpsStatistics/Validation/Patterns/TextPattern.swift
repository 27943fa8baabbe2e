/// A regular expression that whole texts are held against, in time proportional to text times pattern, whatever they are.
///
/// Source: K. Thompson, *Regular expression search algorithm*, 1968: all alternatives are followed at once.
package struct TextPattern: Sendable {
    private enum Instruction: Sendable {
        case scalar(ScalarClass)
        /// Goes on at both places.
        case split(Int, Int)
        case jump(Int)
        case accept
    }

    private static let maximumInstructions = 4000

    private var program: [Instruction] = []
    private var steps = 0

    package init(_ text: String) throws(PatternProblem) {
        var parser = PatternParser(text)
        let node = try parser.parse()
        try compile(node)
        program.append(.accept)
    }

    /// Whether the whole of a text of UTF-8 matches.
    package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var current = Threads(count: program.count)
        follow(from: 0, into: &current)
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            guard !current.places.isEmpty else { return false }
            var following = Threads(count: program.count)
            for place in current.places {
                guard case .scalar(let accepted) = program[place], accepted.contains(scalar.value) else { continue }
                follow(from: place + 1, into: &following)
            }
            current = following
        }
        return current.places.contains { if case .accept = program[$0] { true } else { false } }
    }

    /// The places of the program that are reached, each once.
    private struct Threads {
        var places: [Int] = []
        var isReached: [Bool]

        init(count: Int) { isReached = [Bool](repeating: false, count: count) }
    }

    private func follow(from start: Int, into threads: inout Threads) {
        var pending = [start]
        while let place = pending.popLast() {
            guard !threads.isReached[place] else { continue }
            threads.isReached[place] = true
            switch program[place] {
            case .split(let a, let b): pending += [b, a]
            case .jump(let target): pending.append(target)
            case .scalar, .accept: threads.places.append(place)
            }
        }
    }

    private mutating func append(_ instruction: Instruction) throws(PatternProblem) {
        guard program.count < Self.maximumInstructions else {
            throw PatternProblem(words: "the pattern is too large", offset: 0)
        }
        program.append(instruction)
    }

    private mutating func compile(_ node: PatternNode) throws(PatternProblem) {
        // Of repetitions of nothing no instruction tells how many there are.
        steps += 1
        guard steps < 10 * Self.maximumInstructions else {
            throw PatternProblem(words: "the pattern is too large", offset: 0)
        }
        switch node {
        case .empty: break
        case .scalar(let accepted): try append(.scalar(accepted))
        case .sequence(let parts): for part in parts { try compile(part) }
        case .choice(let alternatives): try compile(choice: alternatives)
        case .repeated(let part, let minimum, let maximum): try compile(part, minimum, maximum)
        }
    }

    private mutating func compile(choice alternatives: [PatternNode]) throws(PatternProblem) {
        var ends: [Int] = []
        for (index, alternative) in alternatives.enumerated() {
            guard index < alternatives.count - 1 else {
                try compile(alternative)
                break
            }
            let split = program.count
            try append(.split(split + 1, 0))
            try compile(alternative)
            ends.append(program.count)
            try append(.jump(0))
            program[split] = .split(split + 1, program.count)
        }
        for end in ends { program[end] = .jump(program.count) }
    }

    private mutating func compile(_ part: PatternNode, _ minimum: Int, _ maximum: Int?) throws(PatternProblem) {
        for _ in 0..<minimum { try compile(part) }
        guard let maximum else {
            let split = program.count
            try append(.split(split + 1, 0))
            try compile(part)
            try append(.jump(split))
            program[split] = .split(split + 1, program.count)
            return
        }
        var splits: [Int] = []
        for _ in minimum..<maximum {
            splits.append(program.count)
            try append(.split(program.count + 1, 0))
            try compile(part)
        }
        for split in splits { program[split] = .split(split + 1, program.count) }
    }
}
