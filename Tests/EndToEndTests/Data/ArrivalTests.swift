import Glibc
import MLOpsControl
import Testing

/// Files arrive as programs write them; a half of one is never used.
@Suite struct `Arriving files` {
    @Test func `C1 a slow writer's file is not touched before it is whole`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            let path = daemon.sandbox.incoming + "/slow.csv"
            let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            try #require(file >= 0)
            var isOpen = true
            // Closed once: the number may be another test's by then.
            defer { if isOpen { close(file) } }
            for (number, part) in ["junk\n", "more\n", "0.8\n"].enumerated() {
                try #require(write(file, part, part.utf8.count) == part.utf8.count)
                try await daemon.sees(settling: 1)
                // A rename is seen at once: when it is there and the slow file is not, the slow one was passed over.
                try daemon.sandbox.deliver("whole-\(number).csv", "0.8\n")
                #expect(try await daemon.ended("r\(number + 1)").manifest?.newFiles == 1)
                for run in try await daemon.runs() {
                    #expect(daemon.sandbox.text("state/runs/\(run.id)/manifest.json")?.contains("slow.csv") == false)
                }
            }
            close(file)
            isOpen = false
            let last = try await daemon.ended("r4")
            #expect(last.run.outcome == .succeeded && last.manifest?.newFiles == 1, "\(last)")
            #expect(daemon.sandbox.text("live/model") == "junk\nmore\n0.8\n")
        }
    }

    @Test func `C3 a temporary name is not looked at until it is renamed`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv.part", "0.8\n")
            try daemon.sandbox.deliver(".hidden", "0.8\n")
            try daemon.sandbox.deliver("b.csv", "0.8\n")
            _ = try await daemon.ended("r1")
            rename(daemon.sandbox.incoming + "/a.csv.part", daemon.sandbox.incoming + "/a.csv")
            let run = try await daemon.ended("r2")
            #expect(run.manifest?.files == 2 && run.manifest?.newFiles == 1)
        }
    }

    @Test func `C4 a file finalised by link is found`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.write("0.8\n", to: "elsewhere/passing")
            link(daemon.sandbox.path + "/elsewhere/passing", daemon.sandbox.incoming + "/linked.csv")
            unlink(daemon.sandbox.path + "/elsewhere/passing")
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded && run.manifest?.files == 1, "\(run)")
        }
    }

    @Test func `C7 a file that is replaced by other content is used again, by the same content not`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            try daemon.sandbox.deliver("a.csv", "0.80\n")
            _ = try await daemon.ended("r1")
            try daemon.sandbox.deliver("a.csv", "0.80\n")
            try daemon.sandbox.deliver("b.csv", "0.81\n")
            #expect(try await daemon.ended("r2").manifest?.newFiles == 1)
            try daemon.sandbox.deliver("a.csv", "0.82\n")
            let third = try await daemon.ended("r3")
            #expect(third.manifest?.newFiles == 1 && third.manifest?.files == 2, "\(third)")
            #expect(daemon.sandbox.text("live/model") == "0.82\n")
        }
    }

    @Test func `C10 files in new directories below the watched one are found`() async throws {
        let count = Tier.isFull ? 1000 : 50
        let pipeline = Pipeline.watching("true", dataset: ", recursive: true")
        try await withDaemon(pipeline: pipeline) { daemon in
            var delivered: [String] = []
            for number in 0..<count {
                for part in ["\(number)", "\(number)/b", "\(number)/b/c"] {
                    mkdir("\(daemon.sandbox.incoming)/\(part)", 0o700)
                }
                delivered.append("\(number)/b/c/f.csv")
                try daemon.sandbox.deliver("\(number)/b/c/f.csv", "1\n")
            }
            try await `A killed daemon`.checkAllUsedOnce(delivered, daemon)
        }
    }

    @Test func `C17 what is no regular file is set aside and never opened`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            let incoming = daemon.sandbox.incoming
            symlink("/etc/passwd", incoming + "/link.csv")
            mkfifo(incoming + "/fifo.csv", 0o600)
            mkdir(incoming + "/directory.csv", 0o700)
            try daemon.sandbox.deliver("real.csv", "0.8\n")
            let run = try await daemon.ended("r1")
            #expect(run.run.outcome == .succeeded && run.manifest?.files == 1, "\(run)")
        }
    }

    @Test func `C19 a run whose file was replaced while it read it is tainted and does not go live unnoticed`()
        async throws
    {
        let script = Pipeline.waiting + "\n" + Pipeline.training
        let more = "gates: { model: [ { metric: f1, at_least: 0.5 } ] }\ndeploy: { target: \"@ROOT@/live\" }"
        try await withDaemon(pipeline: Pipeline.watching(script, more: more)) { daemon in
            try daemon.sandbox.deliver("a.csv", "0.80\n")
            try await daemon.waits("r1")
            try daemon.sandbox.deliver("a.csv", "0.99\n")
            try await daemon.open(gateOf: "r1")
            let run = try await daemon.ended("r1")
            #expect(!run.taints.isEmpty && run.run.outcome != .succeeded, "\(run)")
            try await daemon.open(gateOf: "r2")
            #expect(try await daemon.ended("r2").run.outcome == .succeeded)
            #expect(daemon.sandbox.text("live/model") == "0.99\n")
        }
    }

    @Test func `C13 a watched directory that is removed and made again is watched again`() async throws {
        try await withDaemon(pipeline: `The main job`.pipeline) { daemon in
            rmdir(daemon.sandbox.incoming)
            try await eventually("the loss is not noticed") {
                try await daemon.dataset().state == .unavailable
            }
            mkdir(daemon.sandbox.incoming, 0o700)
            try daemon.sandbox.deliver("a.csv", "0.8\n")
            #expect(try await daemon.ended("r1").run.outcome == .succeeded)
        }
    }

    @Test func `a burst during a run leads to one more run with all of it`() async throws {
        let script = Pipeline.waiting
        try await withDaemon(pipeline: Pipeline.watching(script)) { daemon in
            try daemon.sandbox.deliver("first.csv", "1\n")
            try await daemon.waits("r1")
            for number in 0..<20 { try daemon.sandbox.deliver("\(number).csv", "1\n") }
            try await eventually("the burst is not seen") {
                try await daemon.dataset().backlog.files == 21
            }
            try await daemon.open(gateOf: "r1")
            try await daemon.open(gateOf: "r2")
            #expect(try await daemon.ended("r2").manifest?.newFiles == 20)
            try await daemon.idle()
            #expect(try await daemon.runs().count == 2)
        }
    }
}

extension DaemonProcess {
    func sees(settling count: Int64) async throws {
        try await eventually("no file settles: \(log)") {
            try await dataset().counts.settling == count
        }
    }
}
