import Glibc
import MLOpsConfig
import MLOpsCore
import MLOpsLinux

/// Finds out what a run runs in, while its first step runs.
struct EnvironmentReading: Sendable {
    private static let lockNames = [
        "requirements.txt", "requirements.lock", "constraints.txt", "pyproject.toml", "uv.lock", "poetry.lock",
        "pdm.lock", "Pipfile.lock", "pixi.lock", "conda-lock.yml", "environment.yml", "renv.lock", "Manifest.toml",
    ]

    let base: BaseEnvironment
    let interpreters: InterpreterCensus

    func environment(of run: Run, _ pipeline: PipelineDefinition) -> RunEnvironment {
        var environment = RunEnvironment(
            machine: .current, programs: programs(of: pipeline), locks: [], code: [],
            commit: CommitReading.commit(around: pipeline.directory))
        do throws(LinuxError) {
            let directory = try SafeDirectory(SafeDirectory.realPath(of: pipeline.directory))
            environment.locks = Self.lockNames.compactMap { Self.file($0, in: directory) }
        } catch {
            environment.problem = "\(error)"
        }
        do throws(LinuxError) {
            environment.code = try CodeListing(pipeline).files()
        } catch {
            environment.problem = "\(error)"
        }
        return environment
    }

    private static func file(_ name: String, in directory: SafeDirectory) -> RunEnvironment.File? {
        guard let path = RelativePath(Array(name.utf8)) else { return nil }
        let digest = try? directory.openFile(path).sha256().0.hexadecimal  // most of these are not there
        return digest.map { RunEnvironment.File(path: name, digest: $0) }
    }

    private func programs(of pipeline: PipelineDefinition) -> [RunEnvironment.Program] {
        var names: [String] = []
        return pipeline.steps.compactMap { step in
            let name =
                switch step.program {
                case .arguments(let arguments): arguments.first ?? ""
                case .shell: "/bin/sh"
                }
            guard !names.contains(name) else { return nil }
            names.append(name)
            let unit = StepUnit(for: step, of: pipeline, own: base.stepUser)
            return interpreters.program(name, in: pipeline.directory, base, as: unit)
        }
    }
}

extension RunEnvironment.Machine {
    static var current: Self {
        var names = utsname()
        _ = uname(&names)
        return Self(
            name: text(&names.nodename), architecture: text(&names.machine), kernel: text(&names.release),
            system: value("PRETTY_NAME", "=", in: "/etc/os-release"),
            processor: value("model name", ":", in: "/proc/cpuinfo"), cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
            memory: Int64(sysconf(Int32(_SC_PHYS_PAGES))) * Int64(sysconf(Int32(_SC_PAGESIZE))))
    }

    private static func text<Characters>(_ characters: inout Characters) -> String {
        withUnsafeBytes(of: &characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// The value of the first line that begins with the key.
    private static func value(_ key: String, _ separator: Character, in path: String) -> String? {
        // Both are links on some systems.
        let real = try? SafeDirectory.realPath(of: path)  // not every system has it
        guard let real else { return nil }
        let bytes = try? DurableFile.read(real, maximumBytes: 1 << 20)  // nor may everybody read it
        guard let bytes else { return nil }
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix(key) }
        let value = line?.split(separator: separator, maxSplits: 1).last.map(String.init)
        return value.map { String($0.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" }) }
    }
}
