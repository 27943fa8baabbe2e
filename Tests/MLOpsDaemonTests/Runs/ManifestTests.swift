import CMLOpsLinux
import Foundation
import Glibc
import MLOpsCore
import MLOpsLinux
import MLOpsStore
import Testing

@testable import MLOpsDaemon

@Suite struct `Freezing a manifest` {
    private func freeze(_ fixture: RunFixture, cutoff: Int64? = nil) throws -> (Run, ManifestSummary) {
        let pipeline = fixture.pipeline("true")
        var run = fixture.run(of: pipeline)
        if let cutoff { run.cutoffs = [.init(dataset: "in", sequence: cutoff)] }
        let freezer = ManifestFreezer(record: fixture.record, boot: "boot")
        let summary = try freezer.freeze(run, pipeline, in: fixture.directory(run))
        try InputRecorder(record: fixture.record).perform(run, in: fixture.directory(run))
        return (run, summary)
    }

    private func json(_ fixture: RunFixture, _ run: Run) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(filePath: fixture.directory(run).manifest))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    @Test func `lists every ready file with its hash, new or seen before`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("old\n", as: "z.csv")
        fixture.record.useAll(of: "in")
        try fixture.deliver("new\n", as: "a.csv")
        let (run, summary) = try freeze(fixture)
        let new = "7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c"
        #expect(sha256("new\n") == new)
        #expect(
            text(of: fixture.directory(run).manifest) == """
                {"version":1,"pipeline":"churn","run":"r1",
                "files":[
                {"dataset":"in","path":"\(fixture.data)/a.csv","size":4,"sha256":"\(new)","rows":null,"new":true,\
                "event_time":null},
                {"dataset":"in","path":"\(fixture.data)/z.csv","size":4,"sha256":"\(sha256("old\n"))","rows":null,\
                "new":false,"event_time":null}
                ],
                "excluded":[],
                "excluded_files":0,"file_count":2,"new_files":1,"bytes":8,"sha256":"\(summary.digest)"}

                """)
        let directory = fixture.directory(run)
        #expect(text(of: directory.list(of: "in")) == "\(fixture.data)/a.csv\n\(fixture.data)/z.csv\n")
        #expect(text(of: directory.newList(of: "in")) == "\(fixture.data)/a.csv\n")
        #expect(summary.files == 2 && summary.newFiles == 1 && summary.bytes == 8)
        let expected = "in\0a.csv\04\0\(new)\nin\0z.csv\04\0\(sha256("old\n"))\n"
        #expect(summary.digest == sha256(expected))
    }

    @Test func `gives a pipeline without data an empty manifest and empty lists`() throws {
        let fixture = try RunFixture()
        let (run, summary) = try freeze(fixture)
        #expect(summary.files == 0)
        #expect(text(of: fixture.directory(run).list(of: "in")) == "")
        #expect(try json(fixture, run)["files"] as? [String] == [])
    }

    @Test func `A2 freezing again gives the same`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let (run, first) = try freeze(fixture)
        let files = text(of: fixture.directory(run).manifest)
        #expect(try freeze(fixture).1 == first)
        #expect(text(of: fixture.directory(run).manifest) == files)
        #expect(fixture.record.manifest(of: run.id)?["in"]?.count == 1)
    }

    @Test func `leaves out what became ready after the cutoff`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        try fixture.deliver("b\n", as: "b.csv")
        #expect(try freeze(fixture, cutoff: 1).1.files == 1)
    }

    @Test func `is the same in one page and in many`() throws {
        let fixture = try RunFixture()
        let count = 2 * ReadyFiles.pageFiles + 1
        for number in 0..<count { try fixture.deliver("\(number)", as: "f\(1_000_000 + number)") }
        let (run, summary) = try freeze(fixture)
        let lines = (0..<count).map { "in\0f\(1_000_000 + $0)\0\("\($0)".count)\0\(sha256("\($0)"))\n" }
        #expect(summary.digest == sha256(lines.joined()))
        #expect(text(of: fixture.directory(run).list(of: "in"))?.split(separator: "\n").count == count)
    }

    @Test func `hashes large pages in parallel with the same result`() throws {
        let fixture = try RunFixture()
        let big = String(repeating: "x", count: 700_000)
        for name in ["a", "b", "c"] { try fixture.deliver(big + name, as: name) }
        let lines = ["a", "b", "c"].map { "in\0\($0)\0700001\0\(sha256(big + $0))\n" }
        #expect(try freeze(fixture).1.digest == sha256(lines.joined()))
    }

    @Test func `does not read again what was hashed and has not changed`() throws {
        let fixture = try RunFixture()
        try fixture.scratch.write("a\n", to: "in/a.csv")
        let known = String(repeating: "c", count: 64)
        try fixture.record.add(Array("a.csv".utf8), in: fixture.data, of: "in", digest: known)
        _ = try freeze(fixture)
        #expect(fixture.record.manifest(of: RunID(1))?["in"]?.map(\.digest) == [known])
    }

    @Test func `remembers what it hashed`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        _ = try freeze(fixture)
        #expect(fixture.record.digests(of: "in") == [sha256("a\n")])
    }

    @Test func `remembers what took long to hash even when the run then fails`() throws {
        let fixture = try RunFixture()
        let big = String(repeating: "x", count: 2_000_000)
        try fixture.deliver(big, as: "a.csv")
        try fixture.deliver("b\n", as: "b.csv")
        try fixture.scratch.write("tampered\n", to: "in/b.csv")
        #expect(throws: RunError.self) { try freeze(fixture) }
        #expect(fixture.record.digests(of: "in") == [sha256(big), nil])
    }

    @Test func `records the list as it was frozen`() throws {
        let fixture = try RunFixture()
        try fixture.scratch.write("a\n", to: "in/sp ace")
        try fixture.record.add(Array("sp ace".utf8), in: fixture.data, of: "in", rows: 1)
        fixture.record.useAll(of: "in")
        try fixture.deliver("b\n", as: "b.csv")
        let (run, _) = try freeze(fixture)
        let files = try #require(fixture.record.manifest(of: run.id)?["in"])
        #expect(files.map(\.path) == [Array("b.csv".utf8), Array("sp ace".utf8)])
        #expect(files.map(\.rows) == [nil, 1])
        #expect(files.map(\.isNew) == [true, false])
        #expect(files.map(\.digest) == [sha256("b\n"), sha256("a\n")])
    }

    @Test func `takes a touched file whose content is what was hashed`() throws {
        let fixture = try RunFixture()
        try fixture.scratch.write("a\n", to: "in/a.csv")
        try fixture.record.add(Array("a.csv".utf8), in: fixture.data, of: "in", digest: sha256("a\n"))
        try fixture.scratch.write("a\n", to: "in/a.csv")
        #expect(try freeze(fixture).1.files == 1)
    }

    @Test func `C19 stops at a file that is not what became ready`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        try fixture.scratch.write("tampered\n", to: "in/a.csv")
        let error = #expect(throws: RunError.self) { try freeze(fixture) }
        #expect(error?.code == .inputChanged)
        #expect(error?.description.contains(#""a.csv" changed since it became ready"#) == true)
        #expect(fixture.record.manifest(of: RunID(1)) == nil)
    }

    @Test func `C20 names a file that is gone and proceeds with the others`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        try fixture.deliver("b\n", as: "b.csv")
        unlink(fixture.data + "/a.csv")
        let (run, summary) = try freeze(fixture)
        #expect(summary.files == 1)
        let excluded = try #require(try json(fixture, run)["excluded"] as? [[String: String]])
        #expect(
            excluded == [
                ["dataset": "in", "path": fixture.data + "/a.csv", "reason": "it is not there any more"]
            ])
    }

    @Test func `C15 does not take an empty mount point for deleted data`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        unlink(fixture.data + "/a.csv")
        let error = #expect(throws: RunError.self) { try freeze(fixture) }
        #expect(error?.code == .inputChanged)
        rmdir(fixture.data)
        #expect(throws: RunError.self) { try freeze(fixture) }
    }

    @Test func `C17 C18 follows no link out of the dataset`() throws {
        let fixture = try RunFixture()
        try fixture.scratch.directory("in/sub")
        try fixture.deliver("a\n", as: "sub/a.csv")
        try fixture.deliver("b\n", as: "b.csv")
        try fixture.scratch.directory("elsewhere")
        try fixture.scratch.write("secret", to: "elsewhere/a.csv")
        unlink(fixture.data + "/sub/a.csv")
        rmdir(fixture.data + "/sub")
        symlink(fixture.scratch.path + "/elsewhere", fixture.data + "/sub")
        unlink(fixture.data + "/b.csv")
        try fixture.deliver("c\n", as: "c.csv")
        mkfifo(fixture.data + "/b.csv", 0o600)
        let (run, summary) = try freeze(fixture)
        #expect(summary.files == 1)
        #expect(text(of: fixture.directory(run).list(of: "in")) == fixture.data + "/c.csv\n")
    }

    @Test func `C21 lists any name as bytes, and excludes what a line cannot hold`() throws {
        let fixture = try RunFixture()
        let names: [[UInt8]] = [
            Array("-rf".utf8), Array("\u{202e}emoji😀".utf8), [0x61, 0xff, 0x62], Array("esc\u{1b}[2J".utf8),
            Array("line\nfeed".utf8), Array(repeating: UInt8(ascii: "x"), count: 255), Array("quote\"\\".utf8),
        ]
        for name in names {
            try Scratch.write([1], toBytes: Array(fixture.data.utf8) + [UInt8(ascii: "/")] + name)
            try fixture.record.add(name, in: fixture.data, of: "in")
        }
        let (run, summary) = try freeze(fixture)
        #expect(summary.files == 6)
        let list = try DurableFile.read(fixture.directory(run).list(of: "in"), maximumBytes: 1 << 20)
        let prefix = Array(fixture.data.utf8) + [UInt8(ascii: "/")]
        #expect(
            Set(list.split(separator: UInt8(ascii: "\n")).map { Array($0.dropFirst(prefix.count)) })
                == Set(names.filter { !$0.contains(UInt8(ascii: "\n")) }))
        let manifest = try json(fixture, run)
        let files = try #require(manifest["files"] as? [[String: Any]])
        let strange = try #require(files.first { $0["path_base64"] != nil })
        #expect(strange["path"] as? String == fixture.data + #"/a\xffb"#)
        let encoded = try #require(strange["path_base64"] as? String)
        #expect(Data(base64Encoded: encoded).map { [UInt8]($0) } == prefix + [0x61, 0xff, 0x62])
        #expect(files.compactMap { $0["path"] as? String }.contains(fixture.data + "/esc\u{1b}[2J"))
        let excluded = try #require(manifest["excluded"] as? [[String: String]])
        #expect(excluded.map { $0["path"] } == [fixture.data + "/line\nfeed"])
        #expect(excluded.first?["reason"]?.contains("line feed") == true)
    }

    @Test func `reads from and writes to the real record`() throws {
        let fixture = try RunFixture()
        let store = try SQLiteMetadataStore(path: fixture.state + "/metadata.db")
        try fixture.deliver("b\n", as: "b.csv")
        try fixture.deliver("a\n", as: "a.csv")
        let records = fixture.record.files(of: "churn", "in", after: [], limit: 10).map(\.record)
        try store.commit([.putFiles("churn", "in", records)])
        let pipeline = fixture.pipeline("true")
        let run = fixture.run(of: pipeline)
        let directory = fixture.directory(run)
        let summary = try ManifestFreezer(record: store, boot: "boot").freeze(run, pipeline, in: directory)
        try InputRecorder(record: store).perform(run, in: directory)
        #expect(summary == (try freeze(fixture).1))
        #expect(
            try store.manifest(of: run.id, dataset: "in").map(\.path).sorted { $0[0] < $1[0] } == [
                Array("a.csv".utf8), Array("b.csv".utf8),
            ])
        let digests = try store.files("churn", "in", paths: [Array("a.csv".utf8), Array("b.csv".utf8)]).map(\.digest)
        #expect(digests == [sha256("a\n"), sha256("b\n")])
        try store.close()
    }

    @Test func `keeps directories and files to their owner`() throws {
        let fixture = try RunFixture()
        try fixture.deliver("a\n", as: "a.csv")
        let (run, _) = try freeze(fixture)
        let directory = fixture.directory(run)
        for path in [directory.path, directory.work, directory.model, directory.attempts, directory.temporary] {
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
        }
        var status = stat()
        #expect(stat(directory.manifest, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }
}

@Suite struct `JSON text` {
    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar", "\u{0}\u{ff}"])
    func `has the base64 of RFC 4648`(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(JSONText.base64(bytes) == Data(bytes).base64EncodedString())
    }

    @Test func `comes back from a parser as it was`() throws {
        let text = String(String.UnicodeScalarView((0...0x300).compactMap(UnicodeScalar.init))) + "\\\"/\u{1f600}"
        let data = Data("[\(JSONText.quote(text))]".utf8)
        #expect(try JSONSerialization.jsonObject(with: data) as? [String] == [text])
    }
}
