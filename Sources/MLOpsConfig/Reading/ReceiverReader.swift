import MLOpsCore

/// Reads `outbox:` of `mlopsd.yaml`: who is told of what happens.
enum ReceiverReader {
    static func read(_ field: Field) -> [ReceiverDefinition] {
        // What the shipped file says when the key is uncommented.
        if case .mapping(let entries) = field.node.content, entries.isEmpty { return [] }
        return (field.named("receivers", .part, maximum: 50) ?? []).compactMap { name, field in
            Section(field, .receiver).flatMap { receiver(name, $0) }
        }
    }

    private static func receiver(_ name: String, _ section: Section) -> ReceiverDefinition? {
        let given = section.given(["webhook", "run", "openlineage", "mlflow"])
        guard given.count == 1, let field = given.first else {
            if !section.isAlreadyReported {
                section.field.report("must have exactly one of webhook, run, openlineage and mlflow")
            }
            return nil
        }
        guard let kind = kind(field, section["secret"]) else { return nil }
        var receiver = ReceiverDefinition(name: name, kind: kind)
        receiver.events = section["events"].flatMap { events($0, of: kind) }
        receiver.pipelines = section["pipelines"].flatMap { field in
            field.texts("names", acceptsSingle: true)?.map { PipelineName($0) }
        }
        if let timeout = section["timeout"]?.span(atLeast: .milliseconds(100)) { receiver.timeout = timeout }
        return receiver
    }

    private static func kind(_ field: Field, _ secret: Field?) -> ReceiverDefinition.Kind? {
        if let secret, !["webhook", "mlflow"].contains(field.name) {
            secret.report("is of use to a webhook and to mlflow only", hint: "remove it")
        }
        switch field.name {
        case "webhook": return remote(field, secret).map { .webhook(url: $0.url, secret: $0.secret) }
        case "mlflow":
            return remote(field, secret).map { place in
                .mlflow(url: String(place.url.reversed().drop { $0 == "/" }.reversed()), secret: place.secret)
            }
        case "run":
            guard let arguments = field.texts("arguments") else { return nil }
            guard arguments[0].hasPrefix("/") else {
                return field.reject("must begin with the absolute path of a program")
            }
            return .command(arguments)
        default:
            guard let place = field.text("an address or an absolute path") else { return nil }
            guard place.hasPrefix("/") || isAddress(place) else {
                return field.reject("must be http://…, https://… or the absolute path of a file")
            }
            return .openLineage(place)
        }
    }

    private static func remote(_ field: Field, _ secret: Field?) -> (url: String, secret: String?)? {
        guard let url = field.text("an address") else { return nil }
        guard isAddress(url) else { return field.reject("must be an address that begins with http:// or https://") }
        guard let secret else { return (url, nil) }
        guard let name = secret.text("the name of a credential") else { return nil }
        if let problem = NameRule.part.problem(with: name) {
            return secret.reject(problem, hint: "put the secret into a credential and write its name")
        }
        return (url, name)
    }

    private static func isAddress(_ text: String) -> Bool {
        let rest = text.hasPrefix("http://") ? text.dropFirst(7) : text.hasPrefix("https://") ? text.dropFirst(8) : ""
        return rest.first.map { $0 != "/" } == true && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    /// A name that never arrives is refused: whoever writes it waits for it.
    private static func events(_ field: Field, of kind: ReceiverDefinition.Kind) -> [Notice.Kind]? {
        field.elements("events")?.compactMap { element in
            let known = kind.usable ?? Notice.Kind.allCases
            guard let word = element.choice(among: known.map(\.word)) else { return nil }
            return known.first { $0.word == word }
        }
    }
}
