import FoundationEssentials
import MLOpsCore
import MLOpsData
import MLOpsLinux
import MLOpsSchedule
import MLOpsStatistics
import MLOpsStore

/// What a profiling process wrote before it ended, however it ended.
struct ProfilingReport {
    private(set) var reference: (profile: [UInt8], files: Int64, rows: Int64)?
    private var profiles: [Int: ProfilingAnswer.Profile] = [:]
    private(set) var validations: [Int: ValidationReport] = [:]
    private(set) var failures: [Int: String] = [:]
    /// How many files, from the first on, have an answer or are to blame for the end.
    private(set) var answered = 0
    /// Why it did not come to the end of its work.
    private(set) var failure: String?

    init(_ outcome: CommandOutcome) {
        var isWhole = false
        var begun: Int?
        for line in outcome.output.split(separator: UInt8(ascii: "\n")) {
            // A line that was cut off is the last.
            guard let answer = try? JSONDecoder().decode(ProfilingAnswer.self, from: Data(line)) else { break }
            switch answer {
            case .reference(let profile, let files, let rows):
                reference = (Data(base64Encoded: profile).map { [UInt8]($0) } ?? [], files, rows)
            case .began(let file): begun = file
            case .profiled(let file, let profile):
                profiles[file] = profile
                (begun, answered) = (nil, max(answered, file + 1))
            case .validated(let file, let report):
                validations[file] = report
                (begun, answered) = (nil, max(answered, file + 1))
            case .failed(let file, let reason):
                failures[file] = reason
                (begun, answered) = (nil, max(answered, file + 1))
            case .rows: break
            case .ended: isWhole = true
            }
        }
        guard !isWhole else { return }
        failure = outcome.readingFailure
        guard let begun else { return }
        failures[begun] = outcome.readingFailure
        answered = begun + 1
    }

    /// What is known of the file at a position of the job.
    func profile(of record: FileRecord, at index: Int) -> FileProfile {
        var profile = FileProfile(
            sequence: record.sequence, rows: 0, failure: failures[index] ?? failure ?? "it was left out",
            times: record.observedAt...record.observedAt)
        guard let found = profiles[index], let window = Data(base64Encoded: found.window) else { return profile }
        profile.rows = found.rows
        profile.failure = nil
        profile.profile = [UInt8](window)
        if let times = found.times, let first = times.first, let last = times.last, first <= last {
            profile.times = Instant(microseconds: first)...Instant(microseconds: last)
        }
        return profile
    }
}

extension CommandOutcome {
    /// Why reading did not come to its end, in words.
    var readingFailure: String {
        if hasTimedOut { return "reading it took too long" }
        switch end {
        case .exited(let code):
            let words = String(decoding: errorOutput.prefix(1000), as: UTF8.self).split(separator: "\n").first
            return words.map(String.init) ?? "reading it failed with status \(code)"
        case .signaled(let signal, _): return "reading it ended the process that did, with signal \(signal)"
        case .unknown: return "reading it ended the process that did"
        }
    }
}
