import Crypto
package import MLOpsCore

/// The unit of its own that a step with limits runs in: as the generator writes it, and as the daemon expects it.
///
/// It is the unit of all steps with a drop-in, under a name and at a socket of its own. The text holds names of the
/// definition and numbers, both of which are checked, and nothing else of it.
package struct StepUnit: Hashable, Sendable {
    /// A path to a socket has room for 107 bytes.
    private static let longestSocketName = 80
    /// The user of the unit of all steps, who is not the daemon's.
    package static let defaultUser = "mlopsd-job"
    /// Where the daemon that systemd runs keeps its state.
    package static let state = "/var/lib/mlopsd"

    /// Of the socket and, with `@`, of the services that it starts; without an ending.
    package let name: String
    package let pipeline: PipelineName
    /// nil: it is for the checks of gates, which load what steps made.
    package let step: StepName?
    private let settings: [String]

    /// nil: the unit of all steps serves.
    ///
    /// - Parameter own: the user of steps whose pipeline names none; they need no unit for their user's sake.
    package init?(for step: StepDefinition, of pipeline: PipelineDefinition, own: String = Self.defaultUser) {
        settings =
            Self.settings(pipeline.user.flatMap { $0 == own ? nil : $0 }) + Self.settings(step.resources)
            + Self.settings(pipeline.sandbox) + step.credentials.map { "LoadCredential=\($0):\(Self.credential($0))" }
        guard !settings.isEmpty else { return nil }
        self.pipeline = pipeline.name
        self.step = step.name
        name = "mlopsd-step-\(pipeline.name).\(step.name)"
    }

    /// Of the checks of the pipeline's gates; nil: there are none, or the unit of all steps serves.
    package init?(forChecksOf pipeline: PipelineDefinition, own: String = Self.defaultUser) {
        settings = Self.settings(pipeline.user.flatMap { $0 == own ? nil : $0 }) + Self.settings(pipeline.sandbox)
        guard !settings.isEmpty, pipeline.gates.contains(where: \.isProgram) else { return nil }
        self.pipeline = pipeline.name
        step = nil
        name = "mlopsd-step-\(pipeline.name)"
    }

    package static func all(of pipeline: PipelineDefinition, own: String = Self.defaultUser) -> [StepUnit] {
        pipeline.steps.compactMap { StepUnit(for: $0, of: pipeline, own: own) }
            + [StepUnit(forChecksOf: pipeline, own: own)].compactMap(\.self)
    }

    /// Where root keeps a secret of that name.
    package static func credential(_ name: String) -> String { "/etc/mlopsd/credentials/\(name)" }

    /// The shim becomes the daemon's user, whose the record is; the step has none of these capabilities.
    private static func settings(_ user: String?) -> [String] {
        guard let user else { return [] }
        let capabilities = "CAP_SETUID CAP_SETGID CAP_KILL"
        return [
            "User=\(user)", "Group=", "CapabilityBoundingSet=\(capabilities)", "AmbientCapabilities=\(capabilities)",
            "Environment=MLOPSD_STEP_USER=yes",
        ]
    }

    private static func settings(_ resources: StepResources?) -> [String] {
        var settings: [String] = []
        if let memory = resources?.memory { settings.append("MemoryMax=\(memory)") }
        // What is swapped out is memory, too: a step beyond its limit ends instead of crawling.
        if resources?.memory != nil { settings.append("MemorySwapMax=0") }
        if let percent = resources?.cpuPercent { settings.append("CPUQuota=\(percent)%") }
        // One is the shim.
        if let tasks = resources?.tasks { settings.append("TasksMax=\(tasks + 1)") }
        return settings
    }

    private static func settings(_ sandbox: StepSandbox) -> [String] {
        var settings: [String] = []
        // Where systemd can not do what it is told it goes on without; the shim is told, too, and does not.
        var promises: [String] = []
        if !sandbox.hasNetwork {
            settings.append("PrivateNetwork=yes")
            promises.append("no-network")
        }
        if sandbox.isReadOnly {
            promises.append("read-only")
            settings += [
                "ProtectSystem=strict", "ProtectHome=read-only", "PrivateTmp=yes",
                "ReadWritePaths=\(state)/runs -\(state)/commands -\(state)/reproductions",
            ]
        }
        if !promises.isEmpty { settings.append("Environment=\"MLOPSD_SANDBOX=\(promises.joined(separator: " "))\"") }
        return settings
    }

    /// The step socket of the daemon lies in a directory, and those of steps with limits in one below it.
    package func socket(besides stepSocket: String) -> String {
        let directory = stepSocket.lastIndex(of: "/").map { stepSocket[..<$0] } ?? "."
        let name = ([pipeline.text] + [step?.text].compactMap(\.self)).joined(separator: ".")
        guard name.utf8.count > Self.longestSocketName else { return "\(directory)/steps/\(name)" }
        let digest = SHA256.hash(data: Array(name.utf8)).prefix(20)
        return "\(directory)/steps/" + digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// What the drop-in says that makes the unit of all steps that of this one.
    package var limits: String {
        "# Made by mlopsd-generator from the definition of the pipeline; \"mlopsctl apply\" makes it anew.\n"
            + "[Service]\n" + settings.joined(separator: "\n") + "\n"
    }

    package var limitsFile: String { "\(name)@.service.d/50-mlopsd.conf" }
}

extension GateDefinition {
    fileprivate var isProgram: Bool { if case .program = self { true } else { false } }
}
