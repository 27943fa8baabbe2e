import Crypto
import MLOpsCore

/// The canonical form of a definition, from which its id is made.
///
/// It holds all that a run or a decision depends on. The description and the tests are left out, as comments and the
/// order of keys are: changing them changes nothing about the pipeline. Lists keep their order.
struct CanonicalDefinition {
    private(set) var bytes: [UInt8]

    init(_ definition: PipelineDefinition) {
        var writer = CanonicalWriter()
        writer.write("mlopsd-pipeline-1")
        writer.write(definition.name.text)
        writer.write(definition.user) { $0.write($1) }
        writer.write(definition.directory)
        writer.write(definition.parameters) { $0.write($1) }
        writer.write(definition.datasets) { $0.write($1) }
        // Came later; without it the ids of definitions are what they were.
        if let predictions = definition.predictions { writer.write(predictions) }
        writer.write(definition.triggers) { $0.write($1) }
        writer.write(definition.policy)
        writer.write(definition.steps) { $0.write($1) }
        writer.write(definition.sandbox)
        writer.write(definition.gates) { $0.write($1) }
        writer.write(definition.gatePolicy)
        writer.write(definition.deployment) { $0.write($1) }
        bytes = writer.bytes
    }

    /// SHA-256 in lower-case hexadecimal.
    var digest: String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
