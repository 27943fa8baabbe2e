import FoundationEssentials
import MLOpsControl
import MLOpsCore

/// What a router reads: each version and its part of the interval from 0 to 1.
///
/// A request's place in it follows from its key: the first 8 bytes of the SHA-256 of the salt, a slash and the key, as a
/// big-endian number, divided by 2^64. The salt is the canary's version, so that a key stays with one version as long as
/// that is tried, and others are tried on the next.
struct TrafficDocument: Encodable {
    struct Slice: Encodable {
        let version: String
        /// The directory of the model.
        let model: String
        let from: Double
        /// Not among them.
        let to: Double
    }

    let pipeline: String
    let salt: String
    let versions: [Slice]

    init(_ split: TrafficSplit, in store: ModelStore) {
        let share = Double(split.canary?.percent ?? 0) / 100
        let canary = split.canary.map { canary in
            Slice(
                version: canary.version.description, model: store.directory(of: canary.version), from: 0, to: share)
        }
        let stable = Slice(
            version: split.stable.description, model: store.directory(of: split.stable), from: share, to: 1)
        pipeline = split.stable.pipeline.text
        salt = (split.canary?.version ?? split.stable).description
        versions = [canary, stable].compactMap(\.self)
    }

    var json: [UInt8] {
        get throws { Array(try ControlJSON.encodePretty(self)) + [UInt8(ascii: "\n")] }
    }
}
