import HTTPTypes
import Hummingbird
import MLOpsControl
import MLOpsCore
import MLOpsLinux

/// Who demands something, and under which key.
struct Demander: Sendable {
    static let longestKey = 255

    let actor: Actor
    let key: DemandKey?

    /// Only the kernel's word counts; a caller that it does not name may read and nothing else.
    init(_ route: Route, _ request: Request, _ body: JSONBody, _ context: APIContext) async throws {
        guard let peer = try await Peer.of(context.channel).get() else {
            throw APIFailure(.forbidden, .notPermitted, "changes are taken on the Unix socket, from users of this host")
        }
        actor = peer.actor
        key = try route.takesIdempotencyKey ? Self.key(of: request, body, peer) : nil
    }

    private static func key(of request: Request, _ body: JSONBody, _ peer: Peer) throws -> DemandKey? {
        guard let name = HTTPField.Name("Idempotency-Key"), let text = request.headers[name] else { return nil }
        guard (1...longestKey).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw APIFailure.malformed("an Idempotency-Key has 1 to \(longestKey) printable characters of ASCII")
        }
        var digest = RunningDigest()
        digest.add("\(peer.user) \(request.uri.path)\n")
        digest.add(Array(body.data))
        return DemandKey(text: text, fingerprint: digest.hexadecimal)
    }
}
