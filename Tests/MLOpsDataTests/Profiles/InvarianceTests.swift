import MLOpsData
import MLOpsStatistics
import Testing

@Suite struct `A profile of files` {
    private let table = GeneratedTable(rows: 12_000)
    /// So small that samples are cut and a second pass is needed.
    private let sampled = ProfileOptions(sampleCapacity: 1000)

    private func profiler(_ files: [[UInt8]], _ options: ProfileOptions = ProfileOptions()) -> TableProfiler {
        TableProfiler(files.map { DataFile(bytes: $0, name: "a.csv") }, options: options)
    }

    /// Names alone, because whole summaries would fill the screen.
    private func differing(_ a: TableSummary, _ b: TableSummary) -> [String] {
        zip(a.columns, b.columns).filter { $0 != $1 }.map(\.0.name) + (a.columns.count == b.columns.count ? [] : ["?"])
    }

    private func hash(_ fitted: (reference: TableReference, summary: TableSummary)) -> UInt64 {
        fitted.reference.profile.fingerprint
    }

    @Test func `has the same bits for any number of workers and any blocks`() throws {
        for options in [ProfileOptions(), sampled] {
            let whole = try profiler([table.csv], options).reference()
            for (workers, blockBytes) in [(1, 1 << 19), (3, 5000), (2, 40_000)] {
                var options = options
                options.workers = workers
                options.read.blockBytes = blockBytes
                let other = try profiler([table.csv], options).reference()
                #expect(differing(other.summary, whole.summary) == [])
                #expect(hash(other) == hash(whole))
            }
        }
    }

    @Test func `has the same bits for any division into files`() throws {
        for options in [ProfileOptions(), sampled] {
            let whole = try profiler([table.csv], options).reference()
            let rows = table.rows
            let parts = [rows[..<5000], rows[5000..<5100], rows[5100...]].map { GeneratedTable.csv($0) }
            let other = try profiler(parts, options).reference()
            #expect(differing(other.summary, whole.summary) == [])
            #expect(hash(other) == hash(whole))
        }
    }

    @Test func `of a reference counts the same rows as a window on it`() throws {
        for options in [ProfileOptions(), sampled] {
            let reference = try profiler([table.csv], options).reference().reference
            let window = try profiler([table.csv], options).window(on: reference)
            #expect(window.rows == 12_000)
            #expect(
                zip(window.profile.columns, reference.profile.columns).filter { $0 != $1.profile }.map(\.1.name) == [])
            #expect(window.presence.allSatisfy { $0 == .present })
        }
    }

    @Test(arguments: [1, 5000, 30_000, 1 << 20])
    func `of a reference does not depend on what is kept between its two passes`(keptValues: Int) throws {
        var options = sampled
        let parts = [table.rows[..<7000], table.rows[7000...]].map { GeneratedTable.csv($0) }
        let read = try profiler(parts, options).reference()
        options.keptValues = keptValues
        for workers in [1, 2] {
            options.workers = workers
            let kept = try profiler(parts, options).reference()
            #expect(differing(kept.summary, read.summary) == [])
            #expect(kept.reference == read.reference)
        }
    }

    /// Some are multiples of a part of one, and some of these only at first.
    @Test func `of a reference does not depend on which numbers it keeps`() throws {
        var random = Xoshiro256StarStar(seed: 3)
        var text = "price,finer,long,large,signs\n"
        for row in 0..<30_000 {
            let (isLate, number) = (row >= 12_000, random.below(1_000_000) - 500_000)
            let fields = [
                Double(number) / 100, Double(number) / (isLate ? 1000 : 10),
                isLate ? random.normal() : Double(number) / 10,
                2e9 + Double(number), number % 5 == 0 ? -0.0 : Double(number % 4000),
            ]
            text += fields.map { "\($0)" }.joined(separator: ",") + "\n"
        }
        var options = sampled
        let read = try profiler([Array(text.utf8)], options).reference()
        options.keptValues = 1 << 20
        for workers in [1, 2] {
            options.workers = workers
            options.read.blockBytes = workers * 30_000
            let kept = try profiler([Array(text.utf8)], options).reference()
            #expect(differing(kept.summary, read.summary) == [])
            #expect(kept.reference == read.reference)
        }
    }

    @Test func `of a window is the sum of its files' profiles`() throws {
        let reference = try profiler([table.csv], sampled).reference().reference
        let later = GeneratedTable(rows: 9000, seed: 2, shift: 0.3)
        let parts = [later.rows[..<100], later.rows[100...]].map { GeneratedTable.csv($0) }
        let whole = try profiler([later.csv]).window(on: reference)
        let together = try profiler(parts).window(on: reference)
        var sum = reference.profile.emptyWindow
        for part in parts { try sum.merge(encoded: profiler([part]).window(on: reference).profile.encoded) }
        #expect(together.profile.encoded == whole.profile.encoded)
        #expect(sum.encoded == whole.profile.encoded)
    }

    @Test func `hands out the window of each file, and their sum is the reference`() throws {
        for options in [ProfileOptions(), sampled] {
            let parts = [table.rows[..<8000], table.rows[8000...]].map { GeneratedTable.csv($0) }
            var windows: [TableWindow] = []
            let reference = try profiler(parts, options).reference { index, window, _ in
                #expect(index == windows.count)
                windows.append(window)
            }.reference
            var sum = reference.profile.emptyWindow
            for window in windows { sum.merge(window.profile) }
            #expect(sum == WindowProfile(columns: reference.profile.columns.map(\.profile)), "sum")
            #expect(windows.map(\.rows) == [8000, 4000])
            #expect(try reference == profiler(parts, options).reference().reference)
        }
    }

    @Test func `keeps few bytes of identifiers`() throws {
        let summary = try profiler([table.csv]).summary()
        let identifier = try #require(summary.column("id"))
        #expect(abs(identifier.distinct - 12_000) < 4 * identifier.distinctError * 12_000)
        #expect(identifier.frequent.items.count <= 4096)
        #expect(!identifier.frequent.isComplete)
        let reference = try profiler([table.csv]).reference().reference
        let profile = try #require(reference.profile.columns.first { $0.name == "id" })
        #expect(profile.profile.rows == 12_000)
        let window = try profiler([table.csv]).window(on: reference)
        #expect(window.profile.encoded.count < 8 * 1024)
    }
}
