import Glibc
import Testing

@testable import MLOpsConfig

/// What the daemon may not do is said before it tries.
@Suite struct `Rights of the daemon` {
    private static let definition = """
        directory: /
        steps: { a: { run: [/bin/sh] } }
        gates: { model: [{ metric: f1, at_least: 0.5 }] }
        deploy: { target: @TARGET@ }

        """
    private static let unit = "[Service]\nProtectSystem=strict\nReadWritePaths=-/srv\nProtectHome=read-only\n"

    private let tree: TemporaryTree

    init() throws { tree = try TemporaryTree() }

    private func installed(_ dropIn: String = "", number: UInt32? = 4_000_000) throws -> InstalledRights {
        try tree.directories("usr/lib/systemd/system", "etc/systemd/system/mlopsd.service.d")
        try tree.write("usr/lib/systemd/system/mlopsd.service", Self.unit)
        try tree.write("etc/systemd/system/mlopsd.service.d/override.conf", dropIn)
        return InstalledRights(unit: ServiceUnit(root: tree.path), number: number)
    }

    private func warnings(_ target: String, _ rights: InstalledRights, isThere: Bool = true) throws -> [String] {
        try tree.write("pipelines.d/a.yaml", Self.definition.replacing("@TARGET@", with: target))
        let directories: Set = isThere ? ["/", FilePath.parent(of: target)] : ["/"]
        let host = `Warnings`.ImaginaryHost(directories: directories, programs: ["/bin/sh"])
        return tree.relative(try tree.load(host: host, rights: rights).warnings)
    }

    @Test(arguments: ["/opt/app/model", "/home/ada/model", "/var/lib/app/model"])
    func `name a target that the unit hides, and how it is opened`(target: String) throws {
        let directory = FilePath.parent(of: target)
        #expect(
            try warnings(target, installed(number: nil)) == [
                "pipelines.d/a.yaml:4:19: deploy.target: mlopsd can only read what is in \"\(directory)\", whoever owns "
                    + "it; \"systemctl edit mlopsd\", write ReadWritePaths=\(directory) under [Service], then "
                    + "\"systemctl restart mlopsd\""
            ])
    }

    @Test(arguments: [
        ("/srv/app/model", ""), ("/opt/app/model", "[Service]\nReadWritePaths=/opt/app\n"),
        ("/opt/app/model", "[Service]\nProtectSystem=no\n"),
        ("/home/ada/model", "[Service]\nReadWritePaths=/var/x \\\n  +/home/ada\n"),
        ("/home/ada/model", "[Service]\nProtectSystem=full\nProtectHome=no\n"),
    ])
    func `are silent where a drop-in opened the target`(target: String, dropIn: String) throws {
        #expect(try warnings(target, installed(dropIn, number: nil)) == [])
    }

    @Test func `heed a drop-in that takes everything back`() throws {
        let unit = try installed("[Service]\nReadWritePaths=\n# ReadWritePaths=/srv\n", number: nil)
        #expect(try warnings("/srv/app/model", unit).count == 1)
    }

    @Test func `name a directory that belongs to another`() throws {
        try tree.directories("live")
        let rights = InstalledRights(unit: nil, number: 4_000_000)
        let directory = tree.path + "/live"
        #expect(
            rights.obstacle(toTarget: directory + "/model")?.hint
                == "chown mlopsd \(directory), or setfacl -m u:mlopsd:rwx \(directory)")
        // It is not known from here who is in a group or on a list.
        try tree.mode(0o775, "live")
        #expect(rights.obstacle(toTarget: directory + "/model") == nil)
        try tree.mode(0o755, "live")
        #expect(InstalledRights(unit: nil, number: geteuid()).obstacle(toTarget: directory + "/model") == nil)
    }

    @Test func `name a directory that is not there once, with the command that makes it`() throws {
        #expect(
            try warnings("/srv/app/model", installed(), isThere: false) == [
                "pipelines.d/a.yaml:4:19: deploy.target: there is no directory \"/srv/app\"; deployments fail until it is "
                    + "there: install -d -o mlopsd /srv/app"
            ])
    }

    @Test func `are known of the system's configuration alone`() {
        #expect(InstalledRights(configuration: tree.path) == nil)
        #expect(InstalledRights(configuration: "/etc/mlopsd") != nil)
    }

    @Test func `name a secret that can not be loaded, with its place`() throws {
        try tree.write("mlopsd.yaml", "outbox:\n  team: { webhook: \"http://127.0.0.1/\", secret: hook }\n")
        try tree.directories("credentials")
        func warnings(_ dropIn: String = "") throws -> [String] {
            _ = try installed(dropIn)
            let rights = InstalledRights(
                unit: ServiceUnit(root: tree.path), number: 4_000_000, configuration: tree.path)
            return tree.relative(try tree.load(rights: rights).warnings)
        }
        let place = "mlopsd.yaml:2:49: outbox.team.secret: names \"hook\""
        let missing = try #require(warnings().first)
        #expect(missing.hasPrefix(place + ", and there is no such file in"), "\(missing)")
        #expect(missing.contains("LoadCredential=hook:credentials/hook under [Service]"), "\(missing)")
        try tree.write("credentials/hook", "x")
        #expect(try warnings() == [])
        try tree.mode(0o600, "credentials/hook")
        let closed = try #require(warnings().first)
        #expect(closed.hasPrefix(place + ", which user \"mlopsd\" may not read"), "\(closed)")
        for handing in ["LoadCredential=hook:/somewhere", "SetCredential=hook:x", "ImportCredential=ho*"] {
            #expect(try warnings("[Service]\n\(handing)\n") == [])
        }
        #expect(try warnings("[Service]\nLoadCredential=hooks:/somewhere\n").count == 1)
        try tree.mode(0o644, "credentials/hook")
        try tree.mode(0o700, "credentials")
        #expect(try warnings().count == 1)
    }
}
