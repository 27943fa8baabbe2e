import MLOpsControl
import MLOpsCore
import MLOpsLinux
import MLOpsSchedule

/// What of the machine is in the way of what definitions ask for.
struct MachineChecks {
    /// Of the kernel's control groups, in the order in which they are told of.
    private enum Controller: String, CaseIterable {
        case memory, cpu, pids

        func holds(_ resources: StepResources?) -> Bool {
            switch self {
            case .memory: resources?.memory != nil
            case .cpu: resources?.cpuPercent != nil
            case .pids: resources?.tasks != nil
            }
        }

        var limit: String {
            switch self {
            case .memory: "memory"
            case .cpu: "cpus"
            case .pids: "tasks"
            }
        }
    }

    private static let stepsNamed = 3
    /// 2025-01-01: no machine that runs this was set up before.
    private static let earliest = Instant(seconds: 1_735_689_600)

    /// Stands before the paths of the kernel and of systemd.
    var root = ""

    /// Where a controller is missing, systemd goes on without the limit and says so nowhere.
    func limits(of pipelines: [PipelineDefinition]) -> [DoctorCheck] {
        guard let kept = controllers() else { return [] }
        return Controller.allCases.compactMap { controller in
            guard !kept.contains(controller.rawValue) else { return nil }
            let steps = pipelines.flatMap { pipeline in
                pipeline.steps.filter { controller.holds($0.resources) }.map { "\(pipeline.name)/\($0.name)" }
            }
            return steps.isEmpty ? nil : Self.missing(controller, steps)
        }
    }

    /// Those with which systemd can keep limits; nil: nobody knows.
    private func controllers() -> [String]? {
        if let text = SmallFile.text(root + "/sys/fs/cgroup/cgroup.controllers") {
            return text.split(separator: " ").map(String.init)
        }
        // With the older hierarchy a unit, as this daemon is, has a group of its own under each that systemd uses. That
        // of processors is only used where somebody asks for it.
        let file = root + "/proc/self/cgroup"
        let bytes = try? DurableFile.read(file, maximumBytes: 1 << 16)  // A kernel without control groups has none.
        guard let bytes else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        }
        let own = lines.filter { $0.count == 3 && $0[2].hasSuffix(".service") }
        return own.flatMap { $0[1].split(separator: ",").map(String.init) } + [Controller.cpu.rawValue]
    }

    private static func missing(_ controller: Controller, _ steps: [String]) -> DoctorCheck {
        let more = steps.count > stepsNamed ? " and \(steps.count - stepsNamed) more" : ""
        let parameter = controller == .memory ? ", perhaps with cgroup_enable=memory on its command line" : ""
        return DoctorCheck(
            name: "limits", status: .warning,
            detail: "nothing holds \(steps.prefix(stepsNamed).joined(separator: ", "))\(more) to resources."
                + "\(controller.limit): systemd has no controller \"\(controller.rawValue)\" of the kernel here",
            fix: "boot a kernel that has it\(parameter); a container gets it of its host")
    }

    /// Schedules are of the wall clock, and only a clock that is set is one.
    func clock(at now: Instant) -> DoctorCheck {
        if now < Self.earliest {
            return DoctorCheck(
                name: "clock", status: .failed, detail: "the clock says \(now.rfc3339)",
                fix: "timedatectl set-ntp true, or timedatectl set-time")
        }
        // Other programs that set the clock leave no trace that a daemon without rights can read.
        let isKept = FileStatus(at: root + "/run/systemd/timesync") != nil
        if isKept, FileStatus(at: root + "/run/systemd/timesync/synchronized") == nil {
            return DoctorCheck(
                name: "clock", status: .warning,
                detail: "systemd-timesyncd has not set the clock yet; schedules go by what it says, \(now.rfc3339)",
                fix: "timedatectl timesync-status")
        }
        return DoctorCheck(name: "clock", status: .ok, detail: "the clock says \(now.rfc3339)")
    }

    /// - Parameter watched: directories.
    func inotify(watched: Int) -> [DoctorCheck] {
        [
            ("max_user_watches", max(8192, watched * 4)), ("max_queued_events", max(8192, watched * 4)),
            ("max_user_instances", 64),
        ].compactMap { (name: String, enough: Int) -> DoctorCheck? in
            // A kernel without inotify has no such file; the datasets' own checks then speak.
            guard let text = SmallFile.text(root + "/proc/sys/fs/inotify/\(name)"), let limit = Int(text) else {
                return nil
            }
            return DoctorCheck(
                name: "inotify-\(name)", status: limit >= enough ? .ok : .warning,
                detail: "fs.inotify.\(name) is \(limit)",
                fix: limit >= enough ? nil : "sysctl fs.inotify.\(name)=\(max(enough, 65_536))")
        }
    }
}
