import Glibc
import MLOpsStatistics

/// Reads one input as a schema file.
///
/// What is read must be the same again when it is written and read once more, and what is refused must be refused with
/// words.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzSchema(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: count))
    do throws(ConfigurationError) {
        let schema = try DataSchemaFile.parse(bytes, path: "a.yaml")
        SchemaFuzzing.checkText(of: schema, replacing: String(decoding: bytes, as: UTF8.self))
    } catch {
        if error.diagnostics.isEmpty || error.diagnostics.contains(where: \.problem.isEmpty) {
            SchemaFuzzing.fail("an error without words")
        }
    }
    return 0
}

enum SchemaFuzzing {
    static func checkText(of schema: DataSchema, replacing old: String) {
        let text = DataSchemaWriter.text(schema)
        guard let again = try? DataSchemaFile.parse(Array(text.utf8), path: "b.yaml") else {
            return fail("what was written can not be read")
        }
        if again != schema { fail("what was written reads as another schema") }
        // Comments may sit anywhere in what is replaced; they must not change what the schema says.
        let replaced = DataSchemaWriter.text(schema, replacing: old)
        if (try? DataSchemaFile.parse(Array(replaced.utf8), path: "c.yaml")) != schema {
            fail("a schema that replaces another's text reads differently")
        }
    }

    static func fail(_ words: StaticString) {
        let line = "finding: \(words)\n"
        _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
        abort()
    }
}
