import FoundationEssentials
package import MLOpsCore

/// Writes the units of steps with limits where a generator of systemd writes units (systemd.generator(7)).
package struct UnitGenerator {
    /// What the service manager reads, what wins first.
    private static let places = ["/etc/systemd/system", "/run/systemd/system"]
    private static let installed = ["/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"]
    private static let template = "mlopsd-step@.service"
    private static let stepSocket = "/run/mlopsd/step.sock"

    private let output: String
    private let root: String
    private var files: FileManager { .default }

    /// - Parameters:
    ///   - output: the directory for units; what stands there already is not removed.
    ///   - root: what the paths of the system are below; empty: the system itself.
    package init(output: String, root: String = "") {
        self.output = output
        self.root = root
    }

    /// - Throws: What can not be read or written.
    package func write(_ pipelines: [PipelineDefinition]) throws {
        let units = pipelines.flatMap { StepUnit.all(of: $0) }
        guard !units.isEmpty else { return }
        let template = try template()
        for unit in units { try write(unit, template) }
    }

    /// An administrator may have put another in place of the one that was installed.
    private func template() throws -> String {
        let candidates = (Self.places + Self.installed).map { "\(root)\($0)/\(Self.template)" }
        let path = candidates.first { files.fileExists(atPath: $0) } ?? candidates[candidates.count - 1]
        return try String(contentsOfFile: path, encoding: .utf8)
    }

    private func write(_ unit: StepUnit, _ template: String) throws {
        let limits = "\(output)/\(unit.limitsFile)"
        try files.createDirectory(atPath: parent(of: limits), withIntermediateDirectories: true)
        try put(template, at: "\(output)/\(unit.name)@.service")
        try put(unit.limits, at: limits)
        try linkDropIns(besides: parent(of: limits))
        try put(socket(unit), at: "\(output)/\(unit.name).socket")
        for whole in ["mlopsd.service", "mlopsd-step.socket"] {
            try files.createDirectory(atPath: "\(output)/\(whole).wants", withIntermediateDirectories: true)
            try link("\(output)/\(whole).wants/\(unit.name).socket", to: "../\(unit.name).socket")
        }
    }

    /// What an administrator changed for all steps holds for these, too, where their own limits do not say otherwise.
    private func linkDropIns(besides directory: String) throws {
        for place in Self.places {
            let dropIns = "\(place)/\(Self.template).d"
            // Where there are none, there is no directory.
            let names = (try? files.contentsOfDirectory(atPath: root + dropIns)) ?? []
            for name in names.sorted() where name.hasSuffix(".conf") {
                try link("\(directory)/40-\(name)", to: "\(dropIns)/\(name)")
            }
        }
    }

    private func socket(_ unit: StepUnit) -> String {
        """
        [Unit]
        Description=Where mlopsd asks for a unit for \(unit.step.map { "step \($0)" } ?? "checks") of pipeline \(unit.pipeline)
        Documentation=man:mlopsd(8)
        SourcePath=/etc/mlopsd/pipelines.d/\(unit.pipeline).yaml
        PartOf=mlopsd-step.socket
        Before=mlopsd.service
        StartLimitIntervalSec=0

        [Socket]
        ListenStream=\(unit.socket(besides: Self.stepSocket))
        SocketMode=0600
        SocketUser=mlopsd
        RemoveOnStop=yes
        Accept=yes
        MaxConnections=65536
        TriggerLimitIntervalSec=0

        """
    }

    private func parent(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private func put(_ text: String, at path: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    /// A link that is there already is from the same generation, of a place that wins.
    private func link(_ path: String, to target: String) throws {
        // What is no link, or not there, is none that is kept.
        guard (try? files.destinationOfSymbolicLink(atPath: path)) == nil else { return }
        try files.createSymbolicLink(atPath: path, withDestinationPath: target)
    }
}
