/// The answer of `GET /v1/configuration`: what is in force, and what stands in the files now.
package struct ConfigurationResponse: Codable, Sendable, Hashable {
    /// A key of the daemon's settings as it counts.
    package struct Setting: Codable, Sendable, Hashable {
        package var key: String
        /// As it could stand in a file.
        package var value: String
        /// `file:line`; nil: the default.
        package var origin: String?

        package init(key: String, value: String, origin: String?) {
            self.key = key
            self.value = value
            self.origin = origin
        }
    }

    package struct File: Codable, Sendable, Hashable {
        package enum State: String, Codable, Sendable, Hashable, CaseIterable, SchemaEnumeration {
            /// It is in force as it stands there.
            case same
            /// What is in force is not what stands there now.
            case changed
            /// Nothing of it is in force.
            case added
            /// It is in force and gone.
            case removed
            /// It is in force or new, and can not be read.
            case unreadable
        }

        package var path: String
        package var state: State
        /// The text that is in force; nil: none is.
        package var inForce: String?
        /// The text that stands there now; nil: there is none, or it is the one that is in force.
        package var onDisk: String?
        /// Why the file can not be read.
        package var problem: String?

        package init(
            path: String, state: State, inForce: String? = nil, onDisk: String? = nil, problem: String? = nil
        ) {
            self.path = path
            self.state = state
            self.inForce = inForce
            self.onDisk = onDisk
            self.problem = problem
        }
    }

    /// Where all of it is read from.
    package var directory: String
    package var settings: [Setting]
    /// By their paths, which is the order in which they count.
    package var files: [File]

    package init(directory: String, settings: [Setting], files: [File]) {
        self.directory = directory
        self.settings = settings
        self.files = files
    }
}
