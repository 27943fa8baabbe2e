import Testing

@testable import MLOpsCore

@Suite struct `Lines of text` {
    private let version = ModelVersionID(pipeline: "churn", number: 12)

    @Test func `say of names, numbers and versions what they say of themselves`() {
        let step = StepName("train")
        #expect(String(line: "plain") == "plain")
        #expect(String(line: "") == "")
        #expect(String(line: "run \(RunID(17)) of \(step): \(version)") == "run \(RunID(17)) of \(step): \(version)")
        #expect(version.description == "churn/12")
        for number in [0, 7, -7, 10, 99, 100, 123_456, .max, .min] as [Int64] {
            #expect(String(line: "\(number)") == "\(number)")
        }
        #expect(String(line: "\(Int64(45), digits: 6) \(Int64(-45), digits: 3)") == "000045 -045")
    }

    /// At every place at which the room on the stack can end, also within a character of several bytes.
    @Test func `are as long as their parts`() {
        for length in 0...400 {
            let text = String(repeating: "ä", count: length)
            #expect(String(line: "<\(text)/\(Int64(length))>\(text)") == "<\(text)/\(length)>\(text)")
        }
    }

    @Test func `write a figure as the number that is nearest to it`() {
        var numbers = [
            0.7315 - 0.005, 0.1 + 0.2, 1.0, 100, -1, 0.001, -0.001, 0.000_999, 999_999_999.999_999_4, 1e9, 1e15,
        ]
        numbers += [0, -0.0, .infinity, -.infinity, .nan, 2_097_152.000_001, 123.456_789_5, 0.999_999_9]
        var random = SystemRandomNumberGenerator()
        for exponent in -4...9 {
            let scale = (0..<abs(exponent)).reduce(1.0) { scale, _ in exponent < 0 ? scale / 10 : scale * 10 }
            numbers += (0..<500).map { _ in Double.random(in: -scale...scale, using: &random) }
        }
        for number in numbers {
            let isOrdinary = abs(number) >= 0.001 && abs(number) < 1e9
            let nearest = isOrdinary ? (number * 1e6).rounded() / 1e6 : number
            #expect(number.shortText == nearest.plainText)
        }
    }
}
