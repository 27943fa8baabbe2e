import MLOpsData
import Testing

@testable import mlopsctl

@Suite struct `A figure` {
    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (1234.5678, "1235"), (0.123456, "0.1235"), (99.996, "100"), (1e300, "1e300"),
        (-2.5e-7, "-2.5e-7"), (12_345_678, "1.235e7"), (.leastNonzeroMagnitude, "4.941e-324"),
    ])
    func `is short`(value: Double, text: String) {
        #expect(CellValue.shown(value) == text)
    }

    @Test func `of time is told by the calendar as long as there is one`() {
        #expect(CellValue(0, of: .date) == .text("1970-01-01"))
        #expect(CellValue(1.5e6, of: .timestamp(zoned: true)) == .text("1970-01-01T00:00:01.500000Z"))
        #expect(CellValue(6e7, of: .timestamp(zoned: false)) == .text("1970-01-01T00:01:00"))
        #expect(CellValue(3.6e9, of: .time) == .text("01:00:00"))
        #expect(CellValue(1e300, of: .date) == .text("1e300"))
    }

    @Test func `of a share says so when it is small`() {
        #expect([0, 0.0004, 0.5, 0.123, 1].map(Percentage.text) == ["0%", "<0.1%", "50%", "12.3%", "100%"])
    }

    @Test func `histograms are as tall as their tallest, and nothing is nothing`() {
        #expect(SmallHistogram.text([0, 0.1, 0.4, 0.8], isUnicode: true) == " ▂▅█")
        #expect(SmallHistogram.text([0, 0.8], isUnicode: false) == " @")
        #expect(SmallHistogram.text([0, 0], isUnicode: true) == "")
    }
}
