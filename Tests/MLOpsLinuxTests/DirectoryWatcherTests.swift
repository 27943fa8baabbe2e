import CMLOpsLinux
import Glibc
import Testing

@testable import MLOpsLinux

@Suite struct `Directory watcher` {
    let scratch: Scratch
    let watching: Watching

    init() throws {
        scratch = try Scratch()
        watching = try Watching()
    }

    @Test func `C3 a rename into the directory is one movedIn of the final name`() async throws {
        try await watching.arm(scratch.path)
        try scratch.write("x", to: "a.part")
        #expect(rename(scratch.path("a.part"), scratch.path("a.csv")) == 0)
        try await watching.wait(for: .movedIn, of: "a.csv")
        #expect(watching.kinds(of: "a.csv") == [.movedIn])
        #expect(watching.kinds(of: "a.part") == [.created, .closedAfterWrite, .movedOut])
    }

    @Test func `C4 a file finalised by link is found`() async throws {
        try await watching.arm(scratch.path)
        try scratch.write("x", to: ".a.tmp")
        #expect(link(scratch.path(".a.tmp"), scratch.path("a.csv")) == 0)
        unlink(scratch.path(".a.tmp"))
        try await watching.wait(for: .created, of: "a.csv")
        #expect(watching.kinds(of: "a.csv").allSatisfy { [.created, .attributes].contains($0) })
    }

    @Test func `C5 a file made without a name and linked is found`() async throws {
        try await watching.arm(scratch.path)
        let file = open(scratch.path, MLOPS_O_TMPFILE | O_WRONLY, 0o644)
        try #require(file >= 0)
        #expect(linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, scratch.path("a.csv"), AT_SYMLINK_FOLLOW) == 0)
        close(file)
        try await watching.wait(for: .created, of: "a.csv")
    }

    @Test func `C10 nothing is missed in directories that appear with their content`() async throws {
        let scratch = try Scratch(isInMemory: true)
        try await watching.arm(scratch.path, recursive: true)
        let count = 300
        for index in 0..<count {
            for part in ["d\(index)", "d\(index)/b", "d\(index)/b/c"] { try scratch.directory(part) }
            try scratch.write("x", to: "d\(index)/b/c/f")
        }
        try await eventually("every file is reported") {
            let paths = Set(watching.changes.filter { !$0.isDirectory }.compactMap(\.path.text))
            return (0..<count).allSatisfy { paths.contains("d\($0)/b/c/f") }
        }
        #expect(!watching.events.contains(.overflow))
    }

    @Test func `C10 a directory moved in is watched with everything below it`() async throws {
        let outside = try Scratch()
        try outside.directory("a")
        try outside.directory("a/b")
        try outside.write("x", to: "a/b/old")
        try await watching.arm(scratch.path, recursive: true)
        #expect(rename(outside.path("a"), scratch.path("in")) == 0)
        try await watching.wait(for: .found, of: "in/b/old")
        try scratch.write("x", to: "in/b/new")
        try await watching.wait(for: .closedAfterWrite, of: "in/b/new")
        #expect(rename(scratch.path("in"), scratch.path("out")) == 0)
        try await watching.wait(for: .found, of: "out/b/new")
        try scratch.write("x", to: "out/b/newer")
        try await watching.wait(for: .closedAfterWrite, of: "out/b/newer")
    }

    @Test func `C11 a flood is either reported file by file or as one overflow`() async throws {
        let scratch = try Scratch(isInMemory: true)
        // A consumer that does not read.
        let slow = try DirectoryWatcher(maximumPendingEvents: 2000)
        slow.arm(WatchRoot(path: scratch.path, isRecursive: false))
        var iterator = slow.events.makeAsyncIterator()
        guard case .armed = try #require(await iterator.next()).first else { Issue.record("not armed"); return }
        try await watching.arm(scratch.path)
        for index in 0..<20_000 { close(open(scratch.path("f\(index)"), O_CREAT | O_WRONLY, 0o644)) }
        try scratch.write("x", to: "last")
        try await eventually("all are reported, or the overflow is") {
            watching.events.contains(.overflow) || Set(watching.changes.map(\.path)).count == 20_001
        }
        var sawOverflow = false
        while !sawOverflow, let batch = await iterator.next() { sawOverflow = batch.contains(.overflow) }
        #expect(sawOverflow)
    }

    @Test func `C11 directories made while the kernel's queue overflows are watched afterwards`() async throws {
        let scratch = try Scratch(isInMemory: true)
        let limit = try DurableFile.read("/proc/sys/fs/inotify/max_queued_events", maximumBytes: 32)
        let queue = try #require(Int(String(decoding: limit, as: UTF8.self).prefix { $0.isNumber }))
        let isBusy = Flag(), mayGoOn = Flag()
        let inotify = try Inotify { instance, path, mask in
            let watch = Inotify.systemAddWatch(instance, path, mask)
            while watch == 2 && !mayGoOn.isRaised { isBusy.raise(); poll(nil, 0, 1) }
            return watch
        }
        let held = Watching(try DirectoryWatcher(maximumPendingEvents: 1000, inotify: inotify))
        try await held.arm(scratch.path, recursive: true)
        try scratch.directory("busy")
        try await eventually("the reader is held up") { isBusy.isRaised }
        for index in 0..<(queue / 2 + 1000) { close(open(scratch.path("f\(index)"), O_CREAT | O_WRONLY, 0o644)) }
        try scratch.directory("late")
        mayGoOn.raise()
        try await held.wait(for: .overflow)
        // The flood before it may still be on its way and be told as a second overflow: write until the write is told.
        try await eventually("late is watched") {
            try scratch.write("x", to: "late/f")
            return held.kinds(of: "late/f").contains(.closedAfterWrite)
        }
    }

    @Test func `C12 a full watch table names the setting, its value and the need`() async throws {
        for name in ["a", "a/b", "c"] { try scratch.directory(name) }
        let inotify = try Inotify { instance, path, mask in
            let watch = Inotify.systemAddWatch(instance, path, mask)
            return watch > 2 ? -ENOSPC : watch
        }
        let limited = Watching(try DirectoryWatcher(maximumPendingEvents: 1000, inotify: inotify))
        let root = try await limited.arm(scratch.path, recursive: true)
        let limit = try #require(
            limited.events.compactMap { event -> WatchLimit? in
                guard case .incomplete(root, _, let error) = event, case .watchLimit(let limit) = error.cause else {
                    return nil
                }
                return limit
            }.first)
        #expect(limit.sysctl == "fs.inotify.max_user_watches")
        #expect(limit.needed == 4)
        #expect(try #require(limit.current) > 0)
        #expect(
            "\(limit)".hasPrefix("fs.inotify.max_user_watches is \(try #require(limit.current)), at least 4 needed"))
    }

    @Test func `C13 a directory deleted and made again is lost, then armed again`() async throws {
        let path = try scratch.directory("in")
        let root = try await watching.arm(path)
        #expect(rmdir(path) == 0)
        try await watching.wait(for: .lost(root, .deleted))
        try scratch.directory("in")
        try await watching.waitForArmedAgain(root)
        try scratch.write("x", to: "in/new")
        try await watching.wait(for: .closedAfterWrite, of: "new")
    }

    @Test func `C14 a directory moved away is no longer trusted and the one in its place is watched`() async throws {
        let path = try scratch.directory("in")
        let root = try await watching.arm(path)
        try scratch.directory("other")
        #expect(rename(path, scratch.path("gone")) == 0)
        #expect(rename(scratch.path("other"), path) == 0)
        try await watching.wait(for: .lost(root, .movedAway))
        try await watching.waitForArmedAgain(root)
        watching.clear()
        try scratch.write("x", to: "gone/old-place")
        try scratch.write("x", to: "in/new-place")
        try await watching.wait(for: .closedAfterWrite, of: "new-place")
        #expect(watching.kinds(of: "old-place").isEmpty)
    }

    @Test func `C14 a parent renamed without any event is found by verifying`() async throws {
        try scratch.directory("p")
        let path = try scratch.directory("p/in")
        let root = try await watching.arm(path)
        #expect(rename(scratch.path("p"), scratch.path("q")) == 0)
        watching.watcher.verifyRoots()
        try await eventually("it is lost, and no other one is there") {
            watching.events.contains { event in
                if case .lost(root, .unavailable(let error)) = event { error.code == ENOENT } else { false }
            }
        }
        try scratch.directory("p")
        try scratch.directory("p/in")
        try await watching.waitForArmedAgain(root)
    }

    @Test func `C14 a root that another directory hides without any event is found by verifying`() async throws {
        try scratch.directory("p")
        let path = try scratch.directory("p/in")
        let root = try await watching.arm(path)
        try scratch.directory("q")
        try scratch.directory("q/in")
        #expect(rename(scratch.path("p"), scratch.path("former")) == 0)
        #expect(rename(scratch.path("q"), scratch.path("p")) == 0)
        watching.watcher.verifyRoots()
        try await watching.wait(for: .lost(root, .replaced))
    }

    @Test(.enabled(if: geteuid() != 0, "root reads what it likes"))
    func `C17 a root that may not be opened any more is told apart from another one`() async throws {
        let path = try scratch.directory("in")
        let root = try await watching.arm(path)
        #expect(chmod(path, 0) == 0)
        defer { chmod(path, 0o700) }
        watching.watcher.verifyRoots()
        try await eventually("it is lost, and said why") {
            watching.events.contains { event in
                if case .lost(root, .unavailable(let error)) = event { error.code == EACCES } else { false }
            }
        }
    }

    @Test func `C14 a root that does not exist is lost once, and armed when it appears`() async throws {
        let root = WatchRoot(path: scratch.path("later"), isRecursive: false)
        watching.watcher.arm(root)
        try await eventually("it is said to be unavailable") { !watching.events.isEmpty }
        try scratch.directory("later")
        watching.watcher.verifyRoots()
        try await watching.wait(for: .armed(root))
        #expect(watching.events.count == 2)
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `C15 an unmounted file system is lost, not empty`() async throws {
        let path = try scratch.directory("mount")
        try #require(mount("none", path, "tmpfs", 0, nil) == 0)
        let root = try await watching.arm(path)
        #expect(umount(path) == 0)
        try await watching.wait(for: .lost(root, .unmounted))
    }

    @Test func `C21 names are bytes and are shown escaped`() async throws {
        try await watching.arm(scratch.path)
        let names: [([UInt8], String)] = [
            (Array("new\nline".utf8), "new\\nline"), (Array("esc\u{1b}[31m".utf8), "esc\\u{1b}[31m"),
            ([0x61, 0xff, 0x62], "a\\xffb"), (Array("rtl\u{202e}gpj".utf8), "rtl\\u{202e}gpj"),
            (Array("-rf".utf8), "-rf"),
            (Array("ünï🙂".utf8), "ünï🙂"), ([UInt8](repeating: 0x61, count: 255), String(repeating: "a", count: 255)),
        ]
        for (name, shown) in names {
            try scratch.create(name)
            try await eventually("\(shown) is reported with its bytes") {
                watching.changes.contains { $0.path.bytes == name && $0.path.description == shown }
            }
        }
    }

    @Test func `two roots that share directories both hear of a change`() async throws {
        try scratch.directory("sub")
        let outer = try await watching.arm(scratch.path, recursive: true)
        let inner = try await watching.arm(scratch.path("sub"))
        try scratch.write("x", to: "sub/f")
        try await watching.wait(for: .closedAfterWrite, of: "sub/f")
        try await watching.wait(for: .closedAfterWrite, of: "f")
        watching.watcher.disarm(outer)
        watching.clear()
        try scratch.write("y", to: "sub/g")
        try await watching.wait(for: .closedAfterWrite, of: "g")
        #expect(watching.changes.allSatisfy { $0.root == inner })
    }

    @Test func `ten thousand directories share one instance`() async throws {
        let scratch = try Scratch(isInMemory: true)
        for outer in 0..<100 {
            try scratch.directory("\(outer)")
            for inner in 0..<99 { try scratch.directory("\(outer)/\(inner)") }
        }
        let root = try await watching.arm(scratch.path, recursive: true)
        #expect(!watching.events.contains { if case .incomplete = $0 { true } else { false } }, "\(root)")
        try scratch.write("x", to: "99/98/f")
        try await watching.wait(for: .closedAfterWrite, of: "99/98/f")
    }
}
