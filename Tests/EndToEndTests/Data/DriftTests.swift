import MLOpsControl
import Testing

/// Data that change under a model, from the file to the decision.
@Suite struct `Drifting data` {
    private static func pipeline(_ action: String, target: String? = nil) -> String {
        Pipeline.watching(
            #"printf '{"f1": 0.9}' >"$MLOPS_METRICS"; date >"$MLOPS_MODEL/model""#,
            triggers: "drift: { drift: data, false_alarms: 1/year, action: \(action), min_samples: 200 }",
            dataset: ", ready: rename, include: [\"*.csv\"]" + (target.map { ", target: \($0)" } ?? ""))
    }

    /// 200 rows, the same for equal days; a shift moves `age` by so many of its standard deviations.
    private static func day(_ day: Int, shift: Double = 0, free: Double = 0.6) -> String {
        var random = Random(state: UInt64(day + 1) &* 0x9E37_79B9_7F4A_7C15)
        var text = "id,at,age,plan,token\n"
        for row in 0..<200 {
            let sum = (0..<12).reduce(-6.0) { sum, _ in sum + random.next() }
            // What is new in all new data is no drift: counters, times, texts that never repeat.
            text +=
                "\(day * 200 + row),2026-01-\(10 + day % 20)T00:00:\(10 + row % 50)Z,\(((sum + shift) * 100).rounded() / 100),"
            text += "\(random.next() < free ? "free" : "pro"),t\(day)-\(row)\n"
        }
        return text
    }

    /// xorshift64*: tests need the same numbers everywhere, and no good ones.
    private struct Random {
        var state: UInt64

        mutating func next() -> Double {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Double((state &* 0x2545_F491_4F6C_DD1D) >> 11) / Double(1 << 53)
        }
    }

    private func deliver(_ days: ClosedRange<Int>, shift: Double = 0, to daemon: DaemonProcess) throws {
        for day in days { try daemon.sandbox.deliver("day\(day).csv", Self.day(day, shift: shift)) }
    }

    private func monitor(_ daemon: DaemonProcess) async throws -> DriftMonitorValue {
        let drift: DriftResponse = try await daemon.ask("drift", "p")
        return try #require(drift.monitors.first)
    }

    /// A daemon with a champion that was trained on twelve days.
    private func trained(_ daemon: DaemonProcess) async throws {
        try deliver(1...12, to: daemon)
        try await eventually("the days are not ready") { try await daemon.dataset().counts.ready == 12 }
        let run = try await daemon.run()
        _ = try await daemon.ended(run)
    }

    private func judged(_ count: Int64, _ daemon: DaemonProcess) async throws -> DriftMonitorValue {
        try await eventually("\(count) windows are not judged") {
            let monitor = try await monitor(daemon)
            return monitor.windows >= count ? monitor : nil
        }
    }

    @Test func `are told from data that are as before, and start a retraining that says why`() async throws {
        try await withDaemon(pipeline: Self.pipeline("retrain")) { daemon in
            try await trained(daemon)
            try deliver(13...18, to: daemon)
            let calm = try await judged(6, daemon)
            #expect(calm.state == .calm && calm.reference?.rows == 2400 && calm.isCalibrating)
            try daemon.sandbox.deliver("shifted.csv", Self.day(19, shift: 1.5))
            let run = try await daemon.ended("r2")
            #expect(run.run.reason.hasPrefix("drift: drift in data: age"))
            let why = try await daemon.ctl(["why", "r2"])
            #expect(why.output.contains("compared with p/1: an alarm"))
            let after = try await eventually("the reference is not the new champion's") {
                let monitor = try await monitor(daemon)
                return monitor.reference?.version == "p/2" ? monitor : nil
            }
            #expect(after.reference?.files == 19)
        }
    }

    @Test func `are judged by the former reference after a rollback, from where it was left`() async throws {
        try await withDaemon(pipeline: Self.pipeline("evaluate")) { daemon in
            try await trained(daemon)
            try deliver(13...15, to: daemon)
            #expect(try await judged(3, daemon).reference?.version == "p/1")
            _ = try await daemon.ended(try await daemon.run())
            try await eventually("the reference is not the new champion's") {
                try await monitor(daemon).reference?.version == "p/2"
            }
            try deliver(16...17, to: daemon)
            #expect(try await judged(2, daemon).reference?.rows == 3000)
            _ = try await daemon.ask("rollback", "p", as: ActionReply.self)
            let back = try await eventually("the former reference does not come back") {
                let monitor = try await monitor(daemon)
                return monitor.reference?.version == "p/1" && monitor.windows >= 2 ? monitor : nil
            }
            // What came while the other one was live is judged too, and what was judged before is not judged again.
            #expect(back.windows == 2 && back.reference?.rows == 2400, "\(back)")
            #expect(back.history.count { $0.reference == "p/1" } == 5, "\(back.history)")
        }
    }

    @Test func `only make the pipeline suspect when the action is evaluate`() async throws {
        try await withDaemon(pipeline: Self.pipeline("evaluate")) { daemon in
            try await trained(daemon)
            try daemon.sandbox.deliver("shifted.csv", Self.day(13, shift: 1.5))
            let monitor = try await judged(1, daemon)
            #expect(monitor.state == .suspect && monitor.history.first?.columns == ["age"])
            #expect(try await daemon.runs().count == 1)
            try await eventually("nobody is told: \(daemon.log)") {
                daemon.log.contains("drifted from the training data of p/1: age")
            }
        }
    }

    @Test(arguments: [nil, "plan", "churned"])
    func `in the label alone raise no alarm, and are told apart`(target: String?) async throws {
        try await withDaemon(pipeline: Self.pipeline("evaluate", target: target)) { daemon in
            try await trained(daemon)
            for day in 13...14 { try daemon.sandbox.deliver("day\(day).csv", Self.day(day, free: 0.05)) }
            let monitor = try await judged(2, daemon)
            #expect((monitor.state == .suspect) == (target != "plan"), "\(monitor)")
            #expect(monitor.columns.contains { $0.name == "plan" } == (target != "plan"))
            #expect(monitor.history.allSatisfy { $0.columns.contains("plan") } == (target != "plan"))
            #expect(monitor.target?.name == target && (monitor.target?.isMissing ?? false) == (target == "churned"))
            #expect(daemon.log.contains("have no column \"churned\"") == (target == "churned"))
            guard target == "plan" else { return }
            #expect((monitor.target?.column?.psi ?? 0) > 0.5, "\(monitor)")
            let page = try await daemon.ctl(["drift", "p"])
            #expect(page.output.contains("Target: plan: PSI") && page.output.contains("it counts for no alarm"))
        }
    }

    @Test func `A4 are judged window by window, to the same figures, by a daemon that is killed again and again`()
        async throws
    {
        var undisturbed: [DriftMonitorValue.Window] = []
        for isKilled in [false, true] {
            try await withDaemon(pipeline: Self.pipeline("evaluate")) { daemon in
                try await trained(daemon)
                for day in 13...24 {
                    try deliver(day...day, shift: day > 20 ? 0.3 : 0, to: daemon)
                    if isKilled, day % 3 == 0 {
                        try await daemon.crash()
                        try await daemon.start()
                        // A file that came while it was away is found by a listing, which may be slower than news.
                        _ = try await judged(Int64(day - 12), daemon)
                    }
                }
                let monitor = try await judged(12, daemon)
                if !isKilled { undisturbed = monitor.history }
                #expect(monitor.history.map(\.lastSequence) == undisturbed.map(\.lastSequence))
                #expect(monitor.history.map(\.strength) == undisturbed.map(\.strength))
            }
        }
        #expect(undisturbed.count == 12)
    }

    @Test func `C21 files that can not be read are named, and the others are judged`() async throws {
        try await withDaemon(pipeline: Self.pipeline("evaluate")) { daemon in
            try await trained(daemon)
            try daemon.sandbox.write(
                bytes: Array("age,plan\n1,\u{FF}".utf8) + [0xFF, 0xFE, 0, 0x22], to: "in/broken.csv")
            try deliver(13...14, to: daemon)
            let monitor = try await judged(2, daemon)
            #expect(monitor.history.map(\.rows).reduce(0, +) == 400)
            try await eventually("it is not named: \(daemon.log)") {
                daemon.log.contains("cannot profile \"broken.csv\"")
            }
        }
    }

    @Test func `can not be told without a champion`() async throws {
        try await withDaemon(pipeline: Self.pipeline("retrain")) { daemon in
            let monitor = try await monitor(daemon)
            #expect(monitor.state == .unknown && monitor.reason?.hasPrefix("there is no model") == true)
            let shown = try await daemon.ctl(["drift", "p"])
            #expect(shown.output.contains("unknown"))
        }
    }
}
