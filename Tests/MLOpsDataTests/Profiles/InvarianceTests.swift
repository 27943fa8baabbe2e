import MLOpsData
import MLOpsStatistics
import Testing

@Suite struct `A profile of files` {
    private let table = GeneratedTable(rows: 30_000)
    /// So small that samples are cut and a second pass is needed.
    private let sampled = ProfileOptions(sampleCapacity: 1000)

    private func profiler(_ files: [[UInt8]], _ options: ProfileOptions = ProfileOptions()) -> TableProfiler {
        TableProfiler(files.map { DataFile(bytes: $0, name: "a.csv") }, options: options)
    }

    @Test func `has the same bits for any number of workers and any blocks`() throws {
        for options in [ProfileOptions(), sampled] {
            let whole = try profiler([table.csv], options).reference()
            for (workers, blockBytes) in [(1, 1 << 19), (3, 5000), (2, 40_000)] {
                var options = options
                options.workers = workers
                options.read.blockBytes = blockBytes
                let other = try profiler([table.csv], options).reference()
                #expect(other.summary.columns == whole.summary.columns)
                #expect(other.reference.profile.encoded == whole.reference.profile.encoded)
            }
        }
    }

    @Test func `has the same bits for any division into files`() throws {
        for options in [ProfileOptions(), sampled] {
            let whole = try profiler([table.csv], options).reference()
            let rows = table.rows
            let parts = [rows[..<11_000], rows[11_000..<11_500], rows[11_500...]].map { GeneratedTable.csv($0) }
            let other = try profiler(parts, options).reference()
            #expect(other.summary.columns == whole.summary.columns)
            #expect(other.reference == whole.reference)
        }
    }

    @Test func `of a reference counts the same rows as a window on it`() throws {
        for options in [ProfileOptions(), sampled] {
            let reference = try profiler([table.csv], options).reference().reference
            let window = try profiler([table.csv], options).window(on: reference)
            #expect(window.rows == 30_000)
            #expect(window.profile.columns == reference.profile.columns.map(\.profile))
            #expect(window.presence.allSatisfy { $0 == .present })
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
        #expect(together.profile == whole.profile)
        #expect(sum == whole.profile)
    }

    @Test func `hands out the window of each file, and their sum is the reference`() throws {
        for options in [ProfileOptions(), sampled] {
            let parts = [table.rows[..<20_000], table.rows[20_000...]].map { GeneratedTable.csv($0) }
            var windows: [TableWindow] = []
            let reference = try profiler(parts, options).reference { index, window, _ in
                #expect(index == windows.count)
                windows.append(window)
            }.reference
            var sum = reference.profile.emptyWindow
            for window in windows { sum.merge(window.profile) }
            #expect(sum.columns == reference.profile.columns.map(\.profile))
            #expect(windows.map(\.rows) == [20_000, 10_000])
            #expect(try reference == profiler(parts, options).reference().reference)
        }
    }

    @Test func `keeps few bytes of identifiers`() throws {
        let summary = try profiler([table.csv]).summary()
        let identifier = try #require(summary.column("id"))
        #expect(abs(identifier.distinct - 30_000) < 4 * identifier.distinctError * 30_000)
        #expect(identifier.frequent.items.count <= 4096)
        #expect(!identifier.frequent.isComplete)
        let reference = try profiler([table.csv]).reference().reference
        let profile = try #require(reference.profile.columns.first { $0.name == "id" })
        #expect(profile.profile.rows == 30_000)
        let window = try profiler([table.csv]).window(on: reference)
        #expect(window.profile.encoded.count < 8 * 1024)
    }
}
