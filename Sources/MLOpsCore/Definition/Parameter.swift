/// A named text handed to steps as `MLOPS_PARAM_<NAME>` and wherever an argument says `{name}`.
package struct Parameter: Hashable, Sendable, Codable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
