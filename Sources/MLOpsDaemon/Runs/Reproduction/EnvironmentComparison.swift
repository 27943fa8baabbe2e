import MLOpsControl
import MLOpsCore

/// What is not as it was when a run ran.
enum EnvironmentComparison {
    typealias Difference = ReproductionResponse.Difference

    /// - Parameter keepsCode: whether the code of then is run, so that a change of it makes no difference.
    static func differences(
        then: RunEnvironment, now: RunEnvironment, keepsCode: Bool
    ) -> [Difference] {
        machine(then.machine, now.machine) + programs(then.programs, now.programs)
            + files(.environment, then.locks, now.locks) + (keepsCode ? [] : files(.code, then.code, now.code))
    }

    private static func machine(_ then: RunEnvironment.Machine, _ now: RunEnvironment.Machine) -> [Difference] {
        let pairs = [
            ("architecture", then.architecture, now.architecture), ("kernel", then.kernel, now.kernel),
            ("system", then.system ?? "", now.system ?? ""), ("processor", then.processor ?? "", now.processor ?? ""),
            ("cores", "\(then.cores)", "\(now.cores)"),
        ]
        return pairs.filter { $0.1 != $0.2 }
            .map { Difference(kind: .environment, subject: $0.0, text: "\($0.1) then, \($0.2) now") }
    }

    private static func programs(_ then: [RunEnvironment.Program], _ now: [RunEnvironment.Program]) -> [Difference] {
        then.flatMap { program -> [Difference] in
            guard let other = now.first(where: { $0.name == program.name }) else { return [] }
            var differences: [Difference] = []
            if program.digest != other.digest {
                differences.append(
                    Difference(
                        kind: .environment, subject: program.name, text: "\(name(program)) then, \(name(other)) now"))
            }
            return differences + packages(program, other)
        }
    }

    private static func name(_ program: RunEnvironment.Program) -> String {
        guard let digest = program.digest else { return "absent" }
        return (program.version.map { "\($0), " } ?? "") + digest.prefix(12)
    }

    private static func packages(_ then: RunEnvironment.Program, _ now: RunEnvironment.Program) -> [Difference] {
        let (was, present) = (Set(then.packages ?? []), Set(now.packages ?? []))
        return was.subtracting(present).sorted().map {
            Difference(kind: .environment, subject: then.name, text: "\($0) is not installed now")
        }
            + present.subtracting(was).sorted().map {
                Difference(kind: .environment, subject: then.name, text: "\($0) was not installed then")
            }
    }

    private static func files(
        _ kind: Difference.Kind, _ then: [RunEnvironment.File], _ now: [RunEnvironment.File]
    ) -> [Difference] {
        let present = Dictionary(now.map { ($0.path, $0.digest) }) { $1 }
        let former = Dictionary(then.map { ($0.path, $0.digest) }) { $1 }
        let changed = then.filter { present[$0.path] != $0.digest }.map {
            Difference(kind: kind, subject: $0.path, text: present[$0.path] == nil ? "it is gone" : "it has changed")
        }
        let added = now.filter { former[$0.path] == nil }.map {
            Difference(kind: kind, subject: $0.path, text: "it is new")
        }
        return changed + added
    }
}
