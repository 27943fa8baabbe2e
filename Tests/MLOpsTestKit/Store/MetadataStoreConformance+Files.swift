import MLOpsCore
import MLOpsSchedule

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    private static func put(_ files: FileRecord..., to dataset: DatasetName = Fixture.dataset) -> Mutation {
        .putFiles(Fixture.pipeline, dataset, files)
    }

    private static func use(_ run: Int64, through sequence: Int64, of dataset: DatasetName = Fixture.dataset)
        -> Mutation
    {
        .useFiles(Fixture.pipeline, RunID(run), [.init(dataset: dataset, sequence: sequence)])
    }

    private static func users(_ store: any InspectableStore) throws -> [Int64?] {
        try store.contents().files.map { $0.usedBy?.number }
    }

    static let files = [
        MetadataStoreConformance("C21 a file comes back as it was, its path as bytes") { store in
            var file = Fixture.file("", sequence: 1, digest: String(repeating: "0a", count: 32))
            file.path = [0xff, 0x0a, 0x1b, 0x27, 0x25]
            var other = Fixture.file("b", state: .quarantined, digest: String(repeating: "0A", count: 32))
            other.rung = nil
            other.rows = nil
            other.reason = "it shrank"
            other.fingerprint.size = .max
            try store.commit([put(other, file)])
            try expect(try store.contents().files.map(\.record), [other, file])
        },
        MetadataStoreConformance("a record replaces the one of its path, in its dataset only") { store in
            try store.commit([
                put(Fixture.file("a", sequence: 0, state: .settling)), put(Fixture.file("a"), to: "other"),
            ])
            try store.commit([put(Fixture.file("a", sequence: 1))])
            try expect(
                try store.contents().files.map(\.record), [Fixture.file("a", sequence: 1), Fixture.file("a")])
        },
        MetadataStoreConformance("files up to the cutoff are used by the first run that read them") { store in
            try store.commit([
                put(Fixture.file("a", sequence: 1), Fixture.file("b", sequence: 2), Fixture.file("c", sequence: 3)),
                put(Fixture.file("a", sequence: 1), to: "other"),
                put(Fixture.file("settling", sequence: 0, state: .settling)),
            ])
            try store.commit([use(1, through: 2)])
            try expect(try users(store), [1, 1, nil, nil, nil])
            try store.commit([use(2, through: 3)])
            try expect(try users(store), [1, 1, 2, nil, nil])
            try store.commit([use(3, through: 1), use(3, through: 3)])
            try expect(try users(store), [1, 1, 2, nil, nil])
        },
        MetadataStoreConformance("a file that becomes ready again is new again") { store in
            try store.commit([put(Fixture.file("a", sequence: 1)), use(1, through: 1)])
            try store.commit([put(Fixture.file("a", sequence: 2, state: .revised))])
            try expect(try users(store), [nil])
        },
        MetadataStoreConformance("a file that comes later with an old number is not new") { store in
            try store.commit([use(1, through: 5)])
            try store.commit([put(Fixture.file("a", sequence: 5), Fixture.file("b", sequence: 6))])
            try expect(try users(store), [1, nil])
        },
        MetadataStoreConformance("the index finds files by path") { store in
            let (a, b) = (Fixture.file("a", sequence: 1), Fixture.file("b", sequence: 2))
            try store.commit([put(a, b), put(Fixture.file("c"), to: "other")])
            try expect(
                try store.file(Fixture.pipeline, Fixture.dataset, path: b.path), KnownFile(record: b, isUsed: false))
            try expect(try store.file(Fixture.pipeline, Fixture.dataset, path: Array("c".utf8)), nil)
            try expect(try store.file("stranger", Fixture.dataset, path: a.path), nil)
            let found = try store.files(Fixture.pipeline, Fixture.dataset, paths: [b.path, [0], a.path])
            try expect(Set(found), [a, b])
        },
        MetadataStoreConformance("files are listed in parts, in the order of the bytes of paths") {
            store in
            let names = ["", "a", "a/b", "a-b", "\u{e9}", "z"].map { "x\($0)" }
            var vanished = Fixture.file("xb")
            vanished.state = .vanished
            try store.commit([.putFiles(Fixture.pipeline, Fixture.dataset, names.map { Fixture.file($0) } + [vanished])]
            )
            var paths: [[UInt8]] = []
            while case let part = try store.files(Fixture.pipeline, Fixture.dataset, after: paths.last ?? [], limit: 4),
                !part.isEmpty
            {
                paths += part.map(\.path)
            }
            try expect(paths, ["x", "xa", "xa-b", "xa/b", "xb", "xz", "x\u{e9}"].map { Array($0.utf8) })
            try expect(try store.countPresentFiles(Fixture.pipeline, Fixture.dataset), 6)
        },
        MetadataStoreConformance("the count of files follows every change of state") { store in
            try store.commit([put(Fixture.file("a"), Fixture.file("b", state: .settling))])
            try store.commit([put(Fixture.file("a", state: .vanished)), put(Fixture.file("b"))])
            try expect(try store.countPresentFiles(Fixture.pipeline, Fixture.dataset), 1)
            try expect(try store.countPresentFiles(Fixture.pipeline, "other"), 0)
        },
        MetadataStoreConformance("sequence numbers given out are known after the files are gone") { store in
            try expect(try store.lastSequence(Fixture.pipeline, Fixture.dataset), 0)
            try store.commit([put(Fixture.file("a", sequence: 4), Fixture.file("b", sequence: 3)), use(1, through: 3)])
            try store.commit([put(Fixture.file("a", state: .vanished))])
            try expect(try store.lastSequence(Fixture.pipeline, Fixture.dataset), 4)
        },
    ]
}
