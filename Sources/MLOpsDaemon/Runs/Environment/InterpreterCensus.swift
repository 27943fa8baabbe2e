import Glibc
import MLOpsConfig
import MLOpsCore
import MLOpsLinux
import Synchronization

/// What programs steps execute, and what interpreters among them would import.
///
/// An interpreter is asked by running it, and not again while it and the directories of its packages are as they were.
/// It is the pipeline's own, so it runs where and as whom the step does, and never within the daemon's sandbox.
final class InterpreterCensus: Sendable {
    private struct Place: Hashable {
        var path: String
        var unit: StepUnit?
    }

    private struct Known {
        var program: RunEnvironment.Program
        /// The interpreter's file and the directories of its packages, as they were.
        var states: [String: FileFingerprint]
    }

    private static let timeout = Duration.seconds(20)
    /// Stands before the answer: what the interpreter's own start says may come first.
    private static let beginning = "mlopsd:answer"
    /// Version, then the directories that are searched, then what is installed there.
    ///
    /// The working directory is searched first; what lies there is no package, and must not stand in for one here.
    private static let question = [
        "import sys; sys.path = [p for p in sys.path if p]",
        "import importlib.metadata as m",
        #"print("\#(beginning)")"#,
        "print(sys.version.split()[0])",
        #"print("\t".join(sys.path))"#,
        #"print("\t".join(sorted({f"{d.metadata['Name']}=={d.version}" for d in m.distributions()})))"#,
    ].joined(separator: "\n")

    /// nil: it runs below the daemon, as steps do.
    private let units: CommandUnits?
    private let known = Mutex<[Place: Known]>([:])

    init(units: CommandUnits? = nil) { self.units = units }

    /// - Parameters:
    ///   - name: As the definition names it: with a slash it is relative to `directory`.
    ///   - unit: that the step runs in; nil: that of all steps.
    func program(
        _ name: String, in directory: String, _ base: BaseEnvironment, as unit: StepUnit? = nil
    ) -> RunEnvironment.Program {
        guard let path = Self.find(name, in: directory, base.path) else { return RunEnvironment.Program(name: name) }
        // A virtual environment is a link to an interpreter, so the place that is asked is the one that is named.
        let place = Place(path: path, unit: unit)
        if let known = known.withLock({ $0[place] }), Self.states(Array(known.states.keys)) == known.states {
            var program = known.program
            program.name = name
            return program
        }
        var program = RunEnvironment.Program(name: name)
        let resolved = try? SafeDirectory.realPath(of: path)  // it was there a moment ago; if not, its name must do
        let real = resolved ?? path
        program.path = real
        program.digest = Self.digest(of: real)
        var places = [real]
        if Self.isPython(path) || Self.isPython(real) { places += ask(place, directory, base, &program) }
        let states = Self.states(places)
        if program.problem == nil { known.withLock { $0[place] = Known(program: program, states: states) } }
        return program
    }

    /// Returns the directories whose content the answer depends on.
    private func ask(
        _ place: Place, _ directory: String, _ base: BaseEnvironment, _ program: inout RunEnvironment.Program
    ) -> [String] {
        let request = SpawnRequest(
            arguments: [place.path, "-c", Self.question],
            environment: base.variables.map { "\($0.name)=\($0.value)" }, workingDirectory: directory)
        let command = PipelineCommand(
            request: request, timeout: Self.timeout, units: units, owner: .steps(place.unit), isPrivate: true)
        do throws(LinuxError) {
            let outcome = try command.run()
            guard outcome.isSuccess, outcome.droppedBytes == 0, let answer = Self.answer(in: outcome) else {
                program.problem = "it did not say what is installed: \(UntrustedText.escape(outcome.lastLine))"
                return []
            }
            program.version = answer.version
            program.packages = answer.packages
            return answer.places
        } catch {
            program.problem = "\(error)"
            return []
        }
    }

    private static func answer(
        in outcome: CommandOutcome
    ) -> (version: String, places: [String], packages: [String])? {
        let lines = String(decoding: outcome.output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        guard let beginning = lines.lastIndex(where: { $0 == Self.beginning }), beginning + 3 < lines.count else {
            return nil
        }
        let words = lines[(beginning + 2)...(beginning + 3)].map { $0.split(separator: "\t").map(String.init) }
        return (String(lines[beginning + 1]), words[0], words[1])
    }

    private static func isPython(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix("python") && name.dropFirst(6).allSatisfy { $0.isNumber || $0 == "." }
    }

    private static func find(_ name: String, in directory: String, _ searched: String) -> String? {
        guard !name.isEmpty else { return nil }
        if name.hasPrefix("/") { return access(name, X_OK) == 0 ? name : nil }
        let places = name.contains("/") ? [directory] : searched.split(separator: ":").map(String.init)
        return places.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    private static func digest(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"),
            let name = RelativePath(Array(path[path.index(after: slash)...].utf8))
        else { return nil }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        return try? SafeDirectory(parent).openFile(name).sha256().0.hexadecimal  // one that cannot be read has none
    }

    private static func states(_ paths: [String]) -> [String: FileFingerprint] {
        Dictionary(
            paths.compactMap { path in FileStatus(at: path).map { (path, $0.fingerprint) } }, uniquingKeysWith: { $1 })
    }
}
