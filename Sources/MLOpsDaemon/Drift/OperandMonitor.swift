import FoundationEssentials
import MLOpsCore
import MLOpsData
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// The monitor of one operand, and how far it has come.
struct OperandMonitor {
    private let operand: String
    private let drift: DriftCondition
    private let subject: DriftSubject
    private var monitor: DriftMonitor
    /// Windows of the reference; with fewer than these, what windows usually differ by is known too badly for the promise
    /// about false alarms where each window resembles the one before (scripts/calibrate family).
    private let baselineWindows: Int
    private static let neededWindows = 30
    private let noWindows: FileWindows
    /// The last file that was judged.
    private var through: Int64

    init(
        _ operand: String, _ drift: DriftCondition, _ subject: DriftSubject, _ reference: DriftReference,
        _ table: TableReference, _ store: SQLiteMetadataStore
    ) throws {
        self.operand = operand
        self.drift = drift
        self.subject = subject
        noWindows = FileWindows(wanted: drift.minSamples, referenceRows: reference.rows)
        let known = try store.monitor(subject.pipeline, operand, subject.version)
        through = max(known?.through ?? 0, reference.through)
        // What can not be read was written by another version of the program: begin anew.
        let state = known.flatMap { try? JSONDecoder().decode(DriftState.self, from: Data($0.memory)) }
        var windows: [(phase: String, window: WindowProfile)] = []
        for window in try Self.windows(of: subject, noWindows, after: 0, through: reference.through, store).whole {
            windows.append((drift.phase(of: window.times), try window.profile(on: table.profile)))
        }
        baselineWindows = windows.count
        monitor = DriftMonitor(
            reference: table.profile,
            settings: drift.settings(
                for: table, besides: subject.dataset.targetColumn, looksPerYear: try Self.looks(subject, operand, store)
            ),
            baseline: DriftBaseline(windows: windows), state: state)
    }

    /// Whether it still is what is wanted.
    func fits(_ subject: DriftSubject, _ drift: DriftCondition) -> Bool {
        self.subject == subject && self.drift == drift
    }

    /// Judges the windows that are whole, and sends each verdict to be recorded.
    mutating func judgeNewWindows(
        in store: SQLiteMetadataStore, at now: Instant, _ answer: (Event) -> Void
    ) throws {
        let reference = monitor.reference
        let windows = try Self.windows(of: subject, noWindows, after: through, through: .max, store).whole
        for window in windows {
            let verdict = monitor.observe(
                try window.profile(on: reference), phase: drift.phase(of: window.times))
            through = window.last
            answer(
                .windowJudged(
                    subject.pipeline,
                    WindowJudgement(
                        operand: operand, window: describe(window, verdict),
                        figures: WindowFigures(verdict, reference).json,
                        memory: [UInt8](try JSONEncoder().encode(monitor.state)))))
        }
    }

    private func describe(_ window: FileWindow, _ verdict: DriftVerdict) -> DriftWindow {
        let names = monitor.reference.columns.map(\.name)
        let isOver = verdict.logStatistic >= verdict.logLevel
        let target = subject.dataset.targetColumn.flatMap(names.firstIndex)
        let columns = isOver ? verdict.attributed : verdict.strongest(3, besides: target)
        return DriftWindow(
            dataset: subject.dataset.name, firstSequence: window.first, lastSequence: window.last,
            files: window.files, rows: window.rows, reference: subject.version,
            state: verdict.state == .suspect ? .suspect : .calm, isAlarm: isOver, strength: verdict.strength,
            columns: columns.map { names[$0] },
            isCalibrating: verdict.isCalibrating || baselineWindows < Self.neededWindows)
    }

    private static func windows(
        of subject: DriftSubject, _ none: FileWindows, after first: Int64, through last: Int64,
        _ store: SQLiteMetadataStore
    ) throws -> FileWindows {
        var windows = none
        for profile in try store.profiles(
            subject.pipeline, subject.dataset.name, on: subject.version, after: first, through: last)
        { windows.add(profile) }
        return windows
    }

    /// How many windows a year there will be, from how many there were before this reference; one an hour where too few
    /// were, and never less than one a day.
    ///
    /// It stays what it is as long as the reference does, whoever asks and when.
    private static func looks(
        _ subject: DriftSubject, _ operand: String, _ store: SQLiteMetadataStore
    ) throws -> Double {
        let recent = try store.windows(subject.pipeline, operand, Page(limit: 1000))
            .filter { $0.window.reference.number < subject.version.number }.prefix(200)
        guard recent.count >= 10, let first = recent.last, let last = recent.first else { return 8760 }
        let days = max(7, Double((last.judgedAt - first.judgedAt).microseconds) / 86_400_000_000)
        return max(365, Double(recent.count) / days * 365)
    }
}

extension DriftVerdict {
    /// The evidence as a share of what an alarm needs; none is 0.
    var strength: Double {
        guard logStatistic.isFinite, logLevel > 0 else { return 0 }
        return max(0, logStatistic / logLevel)
    }

    /// The columns with the most evidence, if they have any.
    ///
    /// - Parameter other: is left out.
    func strongest(_ count: Int, besides other: Int? = nil) -> [Int] {
        let told = columns.indices.filter { $0 != other && columns[$0].logStatistic > 0 }
        return Array(told.sorted { columns[$0].logStatistic > columns[$1].logStatistic }.prefix(count))
    }
}

extension DriftCondition {
    /// - Parameter target: the column of the label, which is left out: it comes late, and its shift is told apart.
    fileprivate func settings(
        for table: TableReference, besides target: String?, looksPerYear: Double
    ) -> DriftSettings {
        let own = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
        let plain = EffectGate()
        return DriftSettings(
            budget: FalseAlarmBudget(perYear: falseAlarmsPerYear, looksPerYear: looksPerYear),
            columns: table.columns.map { column in
                let chosen = own[column.name]
                return DriftSettings.Column(
                    weight: column.name == target ? 0 : chosen?.weight ?? 1,
                    gate: EffectGate(
                        stabilityIndex: chosen?.minStabilityIndex ?? plain.stabilityIndex,
                        distance: chosen?.minDistance ?? plain.distance,
                        missingRate: chosen?.minMissing ?? plain.missingRate))
            },
            // Where windows can not be compared with windows, rows of real data are worth less than independent ones.
            designEffect: 2)
    }
}
