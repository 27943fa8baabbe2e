/// What a run ran in besides its definition, inputs and parameters.
package struct EnvironmentValue: Codable, Sendable, Hashable {
    package struct Machine: Codable, Sendable, Hashable {
        package var name: String
        package var architecture: String
        package var kernel: String
        package var system: String?
        package var processor: String?
        package var cores: Int
        package var memoryBytes: Int64

        package init(
            name: String, architecture: String, kernel: String, system: String?, processor: String?, cores: Int,
            memoryBytes: Int64
        ) {
            self.name = name
            self.architecture = architecture
            self.kernel = kernel
            self.system = system
            self.processor = processor
            self.cores = cores
            self.memoryBytes = memoryBytes
        }
    }

    package struct Program: Codable, Sendable, Hashable {
        /// As the definition names it.
        package var name: String
        package var path: String?
        package var digest: String?
        package var version: String?
        /// `name==version`, sorted; absent: it was not asked, or did not answer.
        package var packages: [String]?
        package var problem: String?

        package init(
            name: String, path: String? = nil, digest: String? = nil, version: String? = nil,
            packages: [String]? = nil, problem: String? = nil
        ) {
            self.name = name
            self.path = path
            self.digest = digest
            self.version = version
            self.packages = packages
            self.problem = problem
        }
    }

    package struct File: Codable, Sendable, Hashable {
        /// Relative to the pipeline's directory.
        package var path: String
        package var digest: String

        package init(path: String, digest: String) {
            self.path = path
            self.digest = digest
        }
    }

    package var machine: Machine
    package var programs: [Program]
    package var locks: [File]
    package var code: [File]
    package var commit: String?
    package var problem: String?

    package init(
        machine: Machine, programs: [Program] = [], locks: [File] = [], code: [File] = [], commit: String? = nil,
        problem: String? = nil
    ) {
        self.machine = machine
        self.programs = programs
        self.locks = locks
        self.code = code
        self.commit = commit
        self.problem = problem
    }
}
