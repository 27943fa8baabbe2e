import MLOpsCore
import MLOpsSchedule
import Testing

@Suite struct `Novelty of a file` {
    private let now = Instant(seconds: 1_800_000_000)

    private func fingerprint(_ change: Int64, inode: UInt64 = 7, size: Int64 = 3) -> FileRecord.Fingerprint {
        FileRecord.Fingerprint(
            device: 1, inode: inode, size: size, modifiedNanoseconds: 5, changedNanoseconds: change)
    }

    private func known(
        _ state: FileRecord.State = .ready, digest: String? = "aa", sequence: Int64 = 4
    ) -> FileRecord {
        FileRecord(
            path: [97], state: state, fingerprint: fingerprint(1), digest: digest, sequence: sequence, rung: .lease,
            observedAt: Instant(seconds: 1))
    }

    private func judge(
        _ file: WholeFile, _ record: FileRecord?, isUsed: Bool = true,
        _ revision: DatasetDefinition.Revision = .trigger
    ) -> Novelty {
        .judge(file, known: record.map { KnownFile(record: $0, isUsed: isUsed) }, revision: revision, at: now)
    }

    private func whole(
        _ fingerprint: FileRecord.Fingerprint, digest: String? = nil, onlyAttributes: Bool = false
    ) -> WholeFile {
        WholeFile(
            path: [97], fingerprint: fingerprint, rung: .rename, digest: digest,
            changedOnlyAttributes: onlyAttributes)
    }

    @Test func `C24 a name that the index does not know is new data, whatever its content`() throws {
        let record = try #require(judge(whole(fingerprint(1)), nil).evidence)
        #expect(record.state == .ready)
        #expect(record.digest == nil, "nothing needed its content yet")
        #expect(record.rung == .rename)
    }

    @Test func `a file as it is known is no news`() {
        #expect(judge(whole(fingerprint(1)), known()) == .known)
        #expect(judge(whole(fingerprint(1)), known(.revised)) == .known)
    }

    @Test func `another device number alone is no news: many file systems get one at each mount`() {
        var remounted = fingerprint(1)
        remounted.device = 99
        #expect(judge(whole(remounted), known()) == .known)
    }

    @Test func `C7 a replaced file is read before anything is said of it`() {
        #expect(judge(whole(fingerprint(1, inode: 8)), known()) == .needsDigest)
    }

    @Test func `C7 C8 equal content is a touch: the index follows and nothing else happens`() throws {
        let record = try #require(judge(whole(fingerprint(2), digest: "aa"), known(.revised)).correction)
        #expect(record.fingerprint == fingerprint(2))
        #expect(record.state == .revised)
        #expect(record.sequence == 4)
    }

    @Test func `C8 attributes alone are believed when there is no digest to compare with`() throws {
        let touched = judge(whole(fingerprint(2), onlyAttributes: true), known(digest: nil))
        let record = try #require(touched.correction)
        #expect(record.fingerprint == fingerprint(2))
        #expect(judge(whole(fingerprint(2, inode: 8), onlyAttributes: true), known(digest: nil)) == .needsDigest)
        #expect(judge(whole(fingerprint(2, size: 4), onlyAttributes: true), known(digest: nil)) == .needsDigest)
        #expect(judge(whole(fingerprint(2), onlyAttributes: true), known()) == .needsDigest)
    }

    @Test func `changed content that no run has read is simply newer data`() throws {
        for revision in DatasetDefinition.Revision.allCases {
            let novelty = judge(whole(fingerprint(2), digest: "bb"), known(), isUsed: false, revision)
            let record = try #require(novelty.evidence)
            #expect(record.state == .ready)
        }
    }

    @Test func `changed content that a run has read follows the dataset's rule`() throws {
        let file = whole(fingerprint(2), digest: "bb")
        let trigger = try #require(judge(file, known()).evidence)
        #expect(trigger.state == .revised)
        let held = try #require(judge(file, known(), .quarantine).correction)
        #expect(held.state == .quarantined)
        #expect(held.reason != nil)
        #expect(held.sequence == 4)
        let ignored = try #require(judge(file, known(), .ignore).correction)
        #expect(ignored.state == .ready)
        #expect(ignored.digest == "bb")
    }

    @Test(arguments: [FileRecord.State.vanished, .unreadable])
    func `a file that comes back as it was is not new`(state: FileRecord.State) throws {
        let same = try #require(judge(whole(fingerprint(1)), known(state)).correction)
        #expect(same.state == .ready)
        let copied = try #require(judge(whole(fingerprint(9, inode: 9), digest: "aa"), known(state)).correction)
        #expect(copied.state == .ready)
        #expect(copied.sequence == 4)
    }

    @Test func `what was set aside for its content is read again, and is then what it would have been`() throws {
        let aside = known(.quarantined, digest: nil)
        #expect(judge(whole(fingerprint(1)), aside) == .needsDigest)
        let read = whole(fingerprint(1), digest: "bb")
        #expect(try #require(judge(read, aside, isUsed: false).evidence).state == .ready)
        #expect(try #require(judge(read, aside).evidence).state == .revised)
        let ignored = try #require(judge(read, aside, .ignore).correction)
        #expect(ignored.state == .ready && ignored.reason == nil && ignored.sequence == 4)
        #expect(judge(whole(fingerprint(1), onlyAttributes: true), aside) == .known)
        #expect(judge(whole(fingerprint(1)), known(.quarantined)) == .known, "a run had read other content")
    }

    @Test(arguments: [FileRecord.State.settling, .unreadable, .quarantined, .vanished])
    func `what was never ready is new when it becomes so`(state: FileRecord.State) throws {
        let record = try #require(judge(whole(fingerprint(1)), known(state, sequence: 0)).evidence)
        #expect(record.state == .ready)
    }

    /// Over every state, digest, use, rule and change: asking again with the digest always ends, evidence never comes
    /// from equal content, and what was judged is known from then on.
    @Test func `ends, and is stable, in every case`() {
        for state in FileRecord.State.allCases {
            for digest in [nil, "aa"] {
                for isUsed in [false, true] {
                    for revision in DatasetDefinition.Revision.allCases {
                        for (change, content) in [(Int64(1), "aa"), (2, "aa"), (2, "bb")] {
                            check(known(state, digest: digest), fingerprint(change), content, isUsed, revision)
                        }
                    }
                }
            }
        }
    }

    private func check(
        _ record: FileRecord, _ seen: FileRecord.Fingerprint, _ content: String, _ isUsed: Bool,
        _ revision: DatasetDefinition.Revision
    ) {
        var novelty = judge(whole(seen), record, isUsed: isUsed, revision)
        if novelty == .needsDigest {
            novelty = judge(whole(seen, digest: content), record, isUsed: isUsed, revision)
        }
        switch novelty {
        case .needsDigest: Issue.record("asks for the digest twice: \(record)")
        case .known: #expect(record.fingerprint == seen)
        case .evidence(var next), .correction(var next):
            if case .evidence = novelty {
                #expect(record.digest != content, "equal content must not be news: \(record)")
                next.sequence = 11
            }
            #expect(next.fingerprint == seen)
            #expect(judge(whole(seen), next, isUsed: isUsed, revision) == .known, "\(record) became \(next)")
        }
    }
}
