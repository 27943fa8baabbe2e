import MLOpsControl
import MLOpsCore

extension EnvironmentValue {
    init(_ environment: RunEnvironment) {
        let machine = environment.machine
        self.init(
            machine: Machine(
                name: machine.name, architecture: machine.architecture, kernel: machine.kernel,
                system: machine.system, processor: machine.processor, cores: machine.cores,
                memoryBytes: machine.memory),
            programs: environment.programs.map {
                Program(
                    name: $0.name, path: $0.path, digest: $0.digest, version: $0.version, packages: $0.packages,
                    problem: $0.problem)
            },
            locks: environment.locks.map { File(path: $0.path, digest: $0.digest) },
            code: environment.code.map { File(path: $0.path, digest: $0.digest) }, commit: environment.commit,
            problem: environment.problem)
    }
}
