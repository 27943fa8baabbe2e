/// Why a file cannot be read, and where in it.
package struct DataError: Error, Hashable, Sendable {
    package enum Cause: Hashable, Sendable {
        /// The operating system refuses; its error number.
        case unreadable(Int32)
        /// Neither the caller nor the file says how rows are written.
        case unknownFormat
        /// A quoted field does not end.
        case unterminatedQuote
        /// The text is not UTF-8; what it seems to be.
        case encoding(String)
        /// The compressed form is broken; the words of the library.
        case corrupt(String)
        /// The file ends in the middle of its compressed form or of a structure.
        case truncated
        /// The file is not what its format asks for.
        case malformed(String)
        /// The file is sound, and this reader does not know what it uses.
        case unsupported(String)
        /// A hard limit is exceeded.
        case limit(DataLimits.Name, Int64)
    }

    package var cause: Cause
    package var place: DataPlace

    package init(_ cause: Cause, at place: DataPlace = DataPlace()) {
        self.cause = cause
        self.place = place
    }
}

extension DataError: CustomStringConvertible {
    package var description: String {
        let place = place.description
        return place.isEmpty ? words : "\(words) (\(place))"
    }

    private var words: String {
        switch cause {
        case .unreadable(let code): "the system refuses to read it: \(SystemError.words(code))"
        case .unknownFormat: "its format is not known; set the dataset's format"
        case .unterminatedQuote: "a quoted field does not end"
        case .encoding(let found): "its text is not UTF-8: \(found)"
        case .corrupt(let words): "its compressed form is broken: \(words)"
        case .truncated: "it ends in the middle"
        case .malformed(let words): words
        case .unsupported(let words): "\(words) is not supported"
        case .limit(let name, let value): name.words(value)
        }
    }
}
