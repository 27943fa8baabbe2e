import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `Batch manifests` {
    private let manifest = BatchManifest(
        path: Array("b.manifest.json".utf8),
        entries: [
            .init(path: [97], size: 3, digest: "aa", rows: 2),
            .init(path: [98], size: 4),
            .init(path: [99]),
        ])

    private func fingerprint(_ size: Int64) -> FileRecord.Fingerprint {
        FileRecord.Fingerprint(device: 1, inode: 1, size: size, modifiedNanoseconds: 0, changedNanoseconds: 0)
    }

    private func standing(
        _ sightings: [[UInt8]: BatchManifest.Sighting], after waited: Duration = .zero
    ) -> BatchManifest.Standing {
        manifest.standing(after: waited, deadline: .seconds(60)) { sightings[$0.path] ?? .absent }
    }

    @Test func `is complete when every file is there and is what it says`() throws {
        let whole: [[UInt8]: BatchManifest.Sighting] = [
            [97]: .present(fingerprint(3), digest: "aa"), [98]: .present(fingerprint(4), digest: nil),
            [99]: .present(fingerprint(0), digest: nil),
        ]
        let files = try #require(standing(whole).files)
        #expect(files.map(\.path) == [[97], [98], [99]])
        #expect(files.map(\.rung) == [.manifest, .manifest, .manifest])
        #expect(files[0].rows == 2)
    }

    @Test func `asks for digests only when nothing else is wrong`() throws {
        var sightings: [[UInt8]: BatchManifest.Sighting] = [
            [97]: .present(fingerprint(3), digest: nil), [98]: .present(fingerprint(4), digest: nil),
        ]
        let shortfall = try #require(standing(sightings).waiting)
        #expect(shortfall.missing == [[99]])
        sightings[[99]] = .present(fingerprint(1), digest: nil)
        #expect(standing(sightings) == .needsDigests([manifest.entries[0]]))
    }

    @Test func `is incomplete after the deadline and never partly ready`() throws {
        let sightings: [[UInt8]: BatchManifest.Sighting] = [
            [97]: .present(fingerprint(3), digest: "bb"), [98]: .present(fingerprint(5), digest: nil),
        ]
        #expect(standing(sightings, after: .seconds(59)).waiting != nil)
        let shortfall = try #require(standing(sightings, after: .seconds(60)).incomplete)
        #expect(
            shortfall.summary { String(decoding: $0, as: UTF8.self) }
                == "1 of 3 files missing: c; 2 not as listed: a: its SHA-256 is not the manifest's")
    }

    @Test func `becomes complete even after the deadline`() {
        let sightings: [[UInt8]: BatchManifest.Sighting] = [
            [97]: .present(fingerprint(3), digest: "aa"), [98]: .present(fingerprint(4), digest: nil),
            [99]: .present(fingerprint(1), digest: nil),
        ]
        #expect(standing(sightings, after: .seconds(600)).files != nil)
    }

    @Test func `names a few of many missing files`() throws {
        let many = BatchManifest(path: [], entries: (0..<5).map { .init(path: [97 + $0]) })
        let shortfall = try #require(many.standing(after: .zero, deadline: .seconds(1), { _ in .absent }).waiting)
        #expect(
            shortfall.summary { String(decoding: $0, as: UTF8.self) } == "5 of 5 files missing: a, b, c, …")
    }

    @Test func `_SUCCESS speaks for the files of its directory that are not newer`() {
        func at(_ change: Int64) -> FileRecord.Fingerprint {
            FileRecord.Fingerprint(
                device: 1, inode: 1, size: 1, modifiedNanoseconds: 99, changedNanoseconds: change)
        }
        let marker = SuccessMarker(directory: Array("d".utf8), fingerprint: at(10))
        #expect(marker.covers(Array("d/a".utf8), at(10)))
        #expect(!marker.covers(Array("d/a".utf8), at(11)))
        #expect(!marker.covers(Array("d/e/a".utf8), at(1)))
        #expect(!marker.covers(Array("a".utf8), at(1)))
    }

    @Test func `files get rising numbers in the order of their last change, then of their names`() {
        func record(_ name: UInt8, _ change: Int64) -> FileRecord {
            FileRecord(
                path: [name], state: .ready,
                fingerprint: FileRecord.Fingerprint(
                    device: 1, inode: 1, size: 1, modifiedNanoseconds: 0, changedNanoseconds: change),
                observedAt: Instant(seconds: 0))
        }
        var order = ArrivalOrder(last: 7)
        var records = [record(99, 2), record(98, 3), record(97, 3), record(100, 1)]
        order.number(&records)
        #expect(records.map(\.path) == [[100], [99], [97], [98]])
        #expect(records.map(\.sequence) == [8, 9, 10, 11])
        #expect(order.last == 11)
    }
}
