/// The names of the members that a value of the API can have.
package enum MemberNames {
    /// Returns the names as they are written, sorted; none for a value that is no object with fixed members.
    ///
    /// - Throws: When the value reads itself in a way that no schema is known for; a test rules that out.
    package static func of(_ type: any Decodable.Type) throws -> [String] {
        let decoder = SchemaDecoder(collector: SchemaCollector())
        _ = try type.init(from: decoder)
        return decoder.members.names
    }
}
