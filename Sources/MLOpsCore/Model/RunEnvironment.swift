/// What a run ran in besides its definition, inputs and parameters: machine, programs, packages, code.
package struct RunEnvironment: Hashable, Sendable, Codable {
    package struct Machine: Hashable, Sendable, Codable {
        package var name: String
        /// As uname(1) says it, `x86_64`.
        package var architecture: String
        package var kernel: String
        /// The distribution's name and version.
        package var system: String?
        package var processor: String?
        package var cores: Int
        /// Bytes of main memory.
        package var memory: Int64

        package init(
            name: String, architecture: String, kernel: String, system: String?, processor: String?, cores: Int,
            memory: Int64
        ) {
            self.name = name
            self.architecture = architecture
            self.kernel = kernel
            self.system = system
            self.processor = processor
            self.cores = cores
            self.memory = memory
        }
    }

    /// A program that steps execute.
    package struct Program: Hashable, Sendable, Codable {
        /// As the definition names it.
        package var name: String
        /// Without symbolic links; nil: it was not found.
        package var path: String?
        /// Hex SHA-256 of the file.
        package var digest: String?
        /// What an interpreter calls itself.
        package var version: String?
        /// What an interpreter would import, `name==version`, sorted; nil: it is no interpreter that can be asked.
        package var packages: [String]?
        /// Why the interpreter did not say.
        package var problem: String?

        package init(name: String) {
            self.name = name
        }
    }

    /// A file below the pipeline's directory.
    package struct File: Hashable, Sendable, Codable {
        /// Relative.
        package var path: String
        /// Hex SHA-256.
        package var digest: String

        package init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }

    package var machine: Machine
    /// In the order of the steps, each once.
    package var programs: [Program]
    /// Files that pin packages: `requirements.txt`, `uv.lock`.
    package var locks: [File]
    /// The files that the definition calls code, or that its steps name; by path.
    package var code: [File]
    /// The commit of the repository that the pipeline's directory is in.
    package var commit: String?
    /// Why the code could not be read whole.
    package var problem: String?

    package init(machine: Machine, programs: [Program], locks: [File], code: [File], commit: String?) {
        self.machine = machine
        self.programs = programs
        self.locks = locks
        self.code = code
        self.commit = commit
    }
}
