import Foundation
@testable import MLOpsStatistics
import Testing

/// Against scipy and numpy, which compute the same another way: see Golden/gates.py.
@Suite struct `Gate statistics` {
    private static func cases(_ kind: String) throws -> [[String]] {
        let file = try #require(Bundle.module.url(forResource: "gates", withExtension: "tsv", subdirectory: "Golden"))
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let cases = lines.map { $0.split(separator: "\t").map(String.init) }.filter { $0[0] == kind }
        return cases.map { Array($0.dropFirst()) }
    }

    @Test func `of paired proportions are Tango's interval and McNemar's mid-p value`() throws {
        let cases = try Self.cases("proportions").map { try $0.map { try #require(Double($0)) } }
        #expect(cases.count == 22)
        for golden in cases {
            let pairs = PairedProportions(
                rows: Int(golden[0]), onlyCandidate: Int(golden[1]), onlyChampion: Int(golden[2]))
            let interval = pairs.scoreInterval(error: golden[3])
            #expect(abs(interval.lowerBound - golden[4]) < 1e-11, "\(golden)")
            #expect(abs(interval.upperBound - golden[5]) < 1e-11, "\(golden)")
            #expect(abs(pairs.mcNemarMidP - golden[6]) < 1e-12, "\(golden)")
        }
    }

    /// Fagerland, Lydersen and Laake, *Statistics in Medicine* 33:2850, 2014, table V: airway hyper-responsiveness.
    @Test func `of paired proportions are those of the literature`() {
        let pairs = PairedProportions(rows: 21, onlyCandidate: 1, onlyChampion: 7)
        let interval = pairs.scoreInterval(error: 0.025)
        #expect(abs(interval.lowerBound - -0.517) < 5e-4)
        #expect(abs(interval.upperBound - -0.026) < 5e-4)
        #expect(abs(pairs.mcNemarMidP - 0.0391) < 5e-5)
    }

    @Test func `of curves are DeLong's`() throws {
        let cases = try Self.cases("curves")
        #expect(cases.count == 5)
        for golden in cases {
            let rows = golden[0].split(separator: " ").map { $0.split(separator: ",").compactMap { Double($0) } }
            let isPositive = rows.map { $0[2] == 1 }
            let candidate = try #require(DeLong(scores: rows.map { $0[0] }, isPositive: isPositive))
            let champion = try #require(DeLong(scores: rows.map { $0[1] }, isPositive: isPositive))
            let answers = golden.dropFirst().compactMap { Double($0) }
            #expect(abs(candidate.area - answers[0]) < 1e-13)
            #expect(abs(champion.area - answers[1]) < 1e-13)
            #expect(abs(candidate.varianceOfDifference(from: champion) - answers[2]) < 1e-14)
            #expect(abs(candidate.variance - answers[3]) < 1e-14)
        }
    }

    @Test func `of no rows or rows of one kind are none`() {
        #expect(PairedProportions(rows: 0, onlyCandidate: 0, onlyChampion: 0).scoreInterval(error: 0.05) == -1...1)
        #expect(DeLong(scores: [], isPositive: []) == nil)
        #expect(DeLong(scores: [1, 2], isPositive: [true, true]) == nil)
        #expect(PairedBootstrap(sums: []).bounds(error: 0.05) { $0.first } == nil)
    }
}
