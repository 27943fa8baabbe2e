/// Reading of single values. The key decides the type: `no` is a text where a text is asked for and false where a
/// boolean is, and quotes change neither.
extension Field {
    /// Returns the value as it stands in the file.
    func scalar(_ noun: String) -> String? {
        guard case .scalar(let scalar) = node.content else {
            return reject("must be \(noun), not \(node.kind)")
        }
        guard !scalar.isMissing else { return reject("has no value; \(noun) is expected") }
        return scalar.text
    }

    /// Returns a text that is neither empty nor longer than `maximum` bytes.
    func text(_ noun: String = "a text", maximum: Int = 4096) -> String? {
        guard let text = scalar(noun) else { return nil }
        guard !text.allSatisfy(\.isWhitespace) else { return reject("must be \(noun), not an empty text") }
        guard text.utf8.count <= maximum else {
            return reject("is longer than the \(maximum) bytes that are accepted")
        }
        guard !text.unicodeScalars.contains("\0") else { return reject("contains a NUL", hint: "remove it") }
        return text
    }

    func boolean() -> Bool? {
        guard let text = scalar("true or false") else { return nil }
        switch text {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return reject("must be true or false, not \(text.quoted)")
        }
    }

    func integer(in range: ClosedRange<Int64>) -> Int64? {
        let noun = "a whole number"
        guard let text = scalar(noun) else { return nil }
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(isDigit) else {
            return reject("must be \(noun), not \(text.quoted)", hint: numberHint(text))
        }
        guard digits.count == 1 || !digits.hasPrefix("0") else {
            let plain = digits.drop { $0 == "0" }
            return reject(
                "\(text.quoted) has a leading zero, which some programs read as octal",
                hint: "write \(plain.isEmpty ? "0" : String(plain))")
        }
        guard let value = Int64(text), range.contains(value) else {
            return reject("must be \(describe(range)), not \(text.quoted)")
        }
        return value
    }

    /// Returns a finite number in decimal notation.
    func number(in range: ClosedRange<Double> = -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
        -> Double?
    {
        guard let text = scalar("a number") else { return nil }
        guard isDecimal(text) else {
            return reject("must be a number, not \(text.quoted)", hint: numberHint(text))
        }
        guard let value = Double(text), value.isFinite else { return reject("\(text.quoted) is too large") }
        guard range.contains(value) else {
            return reject(
                range.lowerBound == 0 && value < 0
                    ? "must not be negative" : "must be between \(range.lowerBound) and \(range.upperBound)")
        }
        return value
    }

    /// Returns one of the values of an enumeration by its name in the file.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> Choice? {
        let names = Choice.allCases.map(\.rawValue)
        guard let name = choice(among: names) else { return nil }
        return Choice(rawValue: name)
    }

    func choice(among names: [String]) -> String? {
        let noun = "one of " + names.joined(separator: ", ")
        guard let text = scalar(noun) else { return nil }
        if names.contains(text) { return text }
        if let schema, let feature = UnsupportedFeature.value(text, of: name, in: schema) {
            return reject("\(text) is not supported by this version of mlopsd", hint: feature.advice)
        }
        return reject("must be \(noun), not \(text.quoted)", hint: Suggestion.hint(for: text, among: names))
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Sign, digits, fraction, exponent; no hexadecimal, no `inf`, no `nan`, which `Double` would take.
    private func isDecimal(_ text: String) -> Bool {
        var rest = text.utf8[...]
        func takeDigits() -> Bool {
            let digits = rest.prefix(while: isDigit)
            rest = rest.dropFirst(digits.count)
            return !digits.isEmpty
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        guard takeDigits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard takeDigits() else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard takeDigits() else { return false }
        }
        return rest.isEmpty
    }

    private func numberHint(_ text: String) -> String? {
        let plain = text.filter { $0 != "_" && $0 != "," && $0 != " " }
        guard plain != text, Int64(plain) != nil else { return nil }
        return "write \(plain)"
    }

    private func describe(_ range: ClosedRange<Int64>) -> String {
        range.upperBound == .max
            ? "at least \(range.lowerBound)" : "between \(range.lowerBound) and \(range.upperBound)"
    }
}
