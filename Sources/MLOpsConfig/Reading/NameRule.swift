/// What a name may look like.
///
/// Names become file names, environment variables and parts of unit names.
struct NameRule: Sendable {
    let noun: String
    let hint: String
    private let maximumBytes: Int
    private let isFirst: @Sendable (UInt8) -> Bool
    private let isRest: @Sendable (UInt8) -> Bool
    private let reserved: Set<String>

    /// Names of triggers, datasets and steps.
    ///
    /// No dot: it separates the parts of the path of an operand.
    static let part = NameRule(
        noun: "name", hint: "use letters, digits, _ and -, beginning with a letter or a digit, at most 64",
        maximumBytes: 64, isFirst: { isLetter($0) || isDigit($0) },
        isRest: { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") })

    /// Names of pipelines are file names, instance names of units and words on a command line.
    static let pipeline = NameRule(
        noun: "pipeline name",
        hint: "use lower-case letters, digits and -, beginning with a letter, at most 41", maximumBytes: 41,
        isFirst: isLowercase, isRest: { isLowercase($0) || isDigit($0) || $0 == UInt8(ascii: "-") },
        reserved: ["all", "mlopsd", "mlopsctl"])

    /// Parameters become environment variables.
    static let parameter = NameRule(
        noun: "parameter name", hint: "use letters, digits and _, beginning with a letter or _, at most 64",
        maximumBytes: 64, isFirst: { isLetter($0) || $0 == UInt8(ascii: "_") },
        isRest: { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") })

    /// Columns of data are called what their authors liked.
    static let column = NameRule(
        noun: "column name", hint: "at most 1000 bytes without control characters", maximumBytes: 1000,
        isFirst: { $0 >= 0x20 && $0 != 0x7F }, isRest: { $0 >= 0x20 && $0 != 0x7F })

    private init(
        noun: String, hint: String, maximumBytes: Int, isFirst: @escaping @Sendable (UInt8) -> Bool,
        isRest: @escaping @Sendable (UInt8) -> Bool, reserved: Set<String> = []
    ) {
        self.noun = noun
        self.hint = hint
        self.maximumBytes = maximumBytes
        self.isFirst = isFirst
        self.isRest = isRest
        self.reserved = reserved
    }

    /// Returns what is wrong with a name, or nil.
    func problem(with name: String) -> String? {
        if reserved.contains(name) { return "\(name.quoted) is reserved and not a \(noun)" }
        guard let first = name.utf8.first, isFirst(first), name.utf8.allSatisfy(isRest) else {
            return "\(name.quoted) is not a \(noun)"
        }
        return name.utf8.count <= maximumBytes ? nil : "\(name.quoted) is too long for a \(noun)"
    }

    private static func isLowercase(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) }
}
