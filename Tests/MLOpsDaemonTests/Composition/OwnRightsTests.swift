import CMLOpsLinux
import Glibc
import MLOpsConfig
import MLOpsCore
import Testing

@testable import MLOpsDaemon

@Suite struct `Rights of this process` {
    @Test func `are those that the kernel gives it`() throws {
        let scratch = try Scratch()
        let rights = OwnRights(configuration: scratch.path)
        #expect(rights.obstacle(toTarget: scratch.path + "/model") == nil)
        let missing = rights.obstacle(toTarget: scratch.path + "/live/model")
        #expect(missing?.problem == "there is no directory \"\(scratch.path)/live\"")
        #expect(missing?.hint?.hasSuffix("install -d -o \(rights.user) \(scratch.path)/live") == true)
    }

    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func `end where nobody can write`() throws {
        let scratch = try Scratch()
        let live = try scratch.directory("live")
        try #require(mount("none", live, "tmpfs", UInt(MS_RDONLY), "size=64k") == 0)
        defer { umount2(live, Int32(MNT_DETACH)) }
        let obstacle = OwnRights(configuration: scratch.path).obstacle(toTarget: live + "/model")
        #expect(
            obstacle?.hint?.contains("ReadWritePaths=\(live) under [Service]") == true,
            "\(String(describing: obstacle))")
    }

    @Test func `say how a secret that can not be loaded gets to the daemon`() throws {
        let scratch = try Scratch()
        let rights = OwnRights(configuration: scratch.path)
        let team = ReceiverDefinition(name: "team", kind: .webhook(url: "http://127.0.0.1/", secret: "hook"))
        let mirror = ReceiverDefinition(name: "mirror", kind: .mlflow(url: "http://127.0.0.1/", secret: "hook"))
        for receiver in [team, mirror] {
            let problem = try #require(rights.obstacle(toSecretOf: receiver)?.problem)
            #expect(problem.contains("there is no credential \"hook\""))
            #expect(problem.contains("LoadCredential=hook:\(scratch.path)/credentials/hook under [Service]"))
        }
        try scratch.directory("credentials")
        try scratch.write("a token\n", to: "credentials/hook")
        #expect(rights.obstacle(toSecretOf: mirror) == nil)
        #expect(rights.obstacle(toSecretOf: team)?.problem.contains("is no secret of a webhook") == true)
        #expect(rights.obstacle(toSecretOf: ReceiverDefinition(name: "page", kind: .command(["/bin/true"]))) == nil)
    }
}
