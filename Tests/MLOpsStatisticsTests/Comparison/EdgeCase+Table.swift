import MLOpsStatistics

extension EdgeCase {
    private static func normal(_ count: Int, seed: UInt64 = 1, mean: Double = 0, deviation: Double = 1) -> [Double?] {
        var random = Xoshiro256StarStar(seed: seed)
        return (0..<count).map { _ in random.normal() * deviation + mean }
    }

    private static func repeated(_ values: [Double?], _ count: Int) -> [Double?] {
        (0..<count).map { values[$0 % values.count] }
    }

    private static func words(_ values: [String?], _ count: Int) -> [String?] {
        (0..<count).map { values[$0 % values.count] }
    }

    private static func numeric(
        _ name: String, _ reference: [Double?], _ current: [Double?], _ status: ColumnStatus, _ isDrifted: Bool?
    ) -> EdgeCase {
        EdgeCase(
            name: name, reference: .numbers(reference), current: .numbers(current), status: status, isDrifted: isDrifted
        )
    }

    private static func categorical(
        _ name: String, _ reference: [String?], _ current: [String?], _ status: ColumnStatus, _ isDrifted: Bool?
    ) -> EdgeCase {
        EdgeCase(
            name: name, reference: .words(reference), current: .words(current), status: status, isDrifted: isDrifted)
    }

    static let table: [EdgeCase] = sizes + constants + missing + extremes + ties + categories + kinds

    private static let sizes = [
        numeric("nothing at all", [], [], .empty, nil),
        numeric("no reference", [], normal(500), .empty, nil),
        numeric("no current", normal(500), [], .empty, nil),
        numeric("one row against one, equal", [1], [1], .insufficient, nil),
        numeric("one row against one, different", [1], [2], .insufficient, nil),
        numeric("one row against many", normal(1000), [0.3], .insufficient, nil),
        numeric("many rows against one", [0.3], normal(1000), .insufficient, nil),
        numeric("two rows against two", [1, 2], [3, 4], .insufficient, nil),
        numeric("eight rows against many", normal(10_000), normal(8, seed: 2), .insufficient, nil),
        numeric("fifty rows of another world", normal(10_000), normal(50, seed: 2, mean: 30), .insufficient, true),
        numeric("the same rows", normal(1000), normal(1000), .compared, false),
        numeric("another sample of the same", normal(5000), normal(1000, seed: 2), .compared, false),
        numeric("one standard deviation higher", normal(5000), normal(1000, seed: 2, mean: 1), .compared, true),
        numeric("twice as wide", normal(5000), normal(1000, seed: 2, deviation: 2), .compared, true),
        numeric(
            "a hundred thousand rows, 0.02 higher", normal(100_000), normal(100_000, seed: 2, mean: 0.02), .compared,
            false),
        numeric("unequal sizes", normal(20_000), normal(200, seed: 3), .compared, false),
    ]

    private static let constants = [
        numeric("one constant", repeated([5], 500), repeated([5], 300), .compared, false),
        numeric("two constants", repeated([5], 500), repeated([6], 300), .compared, true),
        numeric("a constant that begins to vary", repeated([5], 500), normal(300, mean: 5), .compared, true),
        numeric("what varied becomes constant", normal(500), repeated([0], 300), .compared, true),
        numeric("constant zero", repeated([0], 500), repeated([-0.0], 300), .compared, false),
        numeric("constant, one other value", repeated([5], 500), repeated([5], 299) + [6], .compared, false),
        numeric(
            "constant of the largest number", repeated([.greatestFiniteMagnitude], 500),
            repeated([.greatestFiniteMagnitude], 300), .compared, false),
        numeric(
            "constant of the least number", repeated([.leastNonzeroMagnitude], 500),
            repeated([.leastNonzeroMagnitude], 300), .compared, false),
        numeric(
            "two values, swapped shares", repeated([0, 0, 0, 1], 800), repeated([0, 1, 1, 1], 400), .compared, true),
    ]

    private static let missing = [
        numeric("all null in both", repeated([nil], 500), repeated([nil], 300), .allNull, false),
        numeric("all null now", normal(500), repeated([nil], 300), .allNull, true),
        numeric("all null before", repeated([nil], 500), normal(300), .allNull, true),
        numeric("all NaN in both", repeated([.nan], 500), repeated([.nan], 300), .allNull, false),
        numeric(
            "thirty per cent NaN in both", repeated([.nan, 1, 2, 3, .nan, 4, 5, 6, 7, .nan], 1000),
            repeated([.nan, 1, 2, 3, .nan, 4, 5, 6, 7, .nan], 500), .compared, false),
        numeric(
            "NaN where null was", repeated([nil, 1, 2, 3], 1000), repeated([.nan, 1, 2, 3], 800), .compared, true),
        numeric(
            "five per cent null begin", normal(5000), normal(1900, seed: 2) + repeated([nil], 100), .compared, true),
        numeric("one null begins", normal(5000), normal(1000, seed: 2) + [nil], .compared, false),
        numeric("nulls go", normal(4500) + repeated([nil], 500), normal(2000, seed: 2), .compared, true),
        numeric("one value among nulls", repeated([nil], 499) + [1], repeated([nil], 299) + [1], .compared, false),
        categorical("all null categories", words([nil], 500), words([nil], 300), .allNull, false),
        categorical("categories become null", words(["a", "b"], 500), words([nil], 300), .allNull, true),
    ]

    private static let extremes = [
        numeric("infinity begins", normal(5000), normal(950, seed: 2) + repeated([.infinity], 50), .compared, true),
        numeric(
            "both infinities in both", normal(1000) + [.infinity, -.infinity],
            normal(1000, seed: 2) + [.infinity, -.infinity], .compared, false),
        numeric("only infinities", repeated([.infinity], 500), repeated([.infinity], 300), .allNull, false),
        numeric("infinity changes its sign", repeated([.infinity], 500), repeated([-.infinity], 300), .allNull, true),
        numeric("one outlier of 1e9 now", normal(10_000), normal(1000, seed: 2) + [1e9], .compared, false),
        numeric(
            "one outlier of 1e9 in the reference hides nothing", normal(9999) + [1e9], normal(1000, seed: 2, mean: 1),
            .compared, true),
        numeric("all far beyond", normal(1000), repeated([1e300], 500), .compared, true),
        numeric(
            "the whole range of a double", repeated([-1e308, 0, 1e308], 900), repeated([-1e308, 0, 1e308], 600),
            .compared, false),
        numeric(
            "numbers near the least", repeated([1e-300 * 1e-10, 2e-300 * 1e-10, 3e-300 * 1e-10, 4e-300 * 1e-10], 800),
            repeated([1e-300 * 1e-10, 2e-300 * 1e-10, 3e-300 * 1e-10, 4e-300 * 1e-10], 400), .compared, false),
        numeric(
            "unit changed by a thousand", normal(5000, mean: 10), normal(1000, seed: 2, mean: 10_000, deviation: 1000),
            .compared, true),
        numeric(
            "large offset, small spread", normal(5000, mean: 1e9, deviation: 1e-3),
            normal(1000, seed: 2, mean: 1e9, deviation: 1e-3), .compared, false),
        numeric(
            "large offset, shifted by its spread", normal(5000, mean: 1e9, deviation: 1e-3),
            normal(1000, seed: 2, mean: 1e9 + 1e-3, deviation: 1e-3), .compared, true),
        numeric("sign turned", normal(3000, mean: 3), normal(1000, seed: 2, mean: -3), .compared, true),
    ]

    private static let ties = [
        numeric(
            "seventy per cent at one value, the same", repeated([-1, -1, -1, -1, -1, -1, -1, 1, 2, 3], 2000),
            repeated([-1, -1, -1, -1, -1, -1, -1, 1, 2, 3], 1000), .compared, false),
        numeric(
            "seventy per cent at one value become forty", repeated([-1, -1, -1, -1, -1, -1, -1, 1, 2, 3], 2000),
            repeated([-1, -1, -1, -1, 0.5, 1.5, 2.5, 1, 2, 3], 1000), .compared, true),
        numeric(
            "whole numbers", repeated([1, 2, 3, 4, 5, 6, 7], 2100), repeated([1, 2, 3, 4, 5, 6, 7], 700), .compared,
            false),
        numeric(
            "forty frequent values", (0..<4000).map { Double($0 % 40) }, (0..<1000).map { Double($0 % 40) }, .compared,
            false),
        numeric(
            "neighbouring doubles", repeated([1, Double(1).nextUp], 1000), repeated([1, Double(1).nextUp], 500),
            .compared, false),
        numeric(
            "neighbouring doubles, one only", repeated([1, Double(1).nextUp], 1000), repeated([1], 500), .compared, true
        ),
        numeric(
            "an atom moves by one unit in the last place", repeated([1], 500), repeated([Double(1).nextUp], 500),
            .compared, true),
    ]

    private static let categories = [
        categorical("no categories", [], [], .empty, nil),
        categorical("one category", words(["a"], 500), words(["a"], 300), .compared, false),
        categorical("the same shares", words(["a", "b", "c"], 900), words(["a", "b", "c"], 600), .compared, false),
        categorical(
            "swapped shares", words(["a", "a", "a", "b"], 1200), words(["a", "b", "b", "b"], 600), .compared, true),
        categorical(
            "a new category in one row", words(["a", "b"], 5000), words(["a", "b"], 999) + ["z"], .compared, false),
        categorical(
            "a new category in a third", words(["a", "b"], 5000), words(["a", "b", "z"], 900), .compared, true),
        categorical("a category vanishes", words(["a", "b", "c"], 3000), words(["a", "b"], 900), .compared, true),
        categorical("only new categories", words(["a", "b"], 1000), words(["y", "z"], 500), .compared, true),
        categorical("case changed", words(["Red", "Blue"], 1000), words(["red", "blue"], 500), .compared, true),
        categorical("the empty string is a value", words(["", "a"], 1000), words(["", "a"], 500), .compared, false),
        categorical("empty strings where null was", words([nil, "a"], 1000), words(["", "a"], 500), .compared, true),
        categorical("each value once", (0..<2000).map { "id\($0)" }, (0..<500).map { "id\($0)" }, .compared, false),
        categorical(
            "text that is not Latin", words(["größe", "尺寸", "🙂"], 900), words(["größe", "尺寸", "🙂"], 600), .compared,
            false),
        categorical("few rows", words(["a", "b"], 1000), words(["a", "b"], 10), .insufficient, nil),
    ]

    private static let kinds = [
        EdgeCase(
            name: "numbers become words", reference: .numbers(normal(500)), current: .words(words(["1"], 300)),
            status: .incomparable, isDrifted: nil),
        EdgeCase(
            name: "words become numbers", reference: .words(words(["1"], 500)), current: .numbers(normal(300)),
            status: .incomparable, isDrifted: nil),
    ]
}
