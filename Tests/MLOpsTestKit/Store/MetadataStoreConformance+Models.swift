import MLOpsCore
import MLOpsSchedule

extension MetadataStoreConformance {
    private typealias Fixture = RecordFixtures

    private static func alias(_ alias: String, _ number: Int64?) -> Mutation {
        .putAlias(Fixture.pipeline, alias: alias, number.map { ModelVersionID(pipeline: Fixture.pipeline, number: $0) })
    }

    private static func ended(_ deployment: Deployment, _ state: Deployment.State) -> Deployment {
        var deployment = deployment
        deployment.state = state
        deployment.endedAt = Fixture.moment(deployment.id.number + 1)
        return deployment
    }

    private static func version(_ number: Int64) -> ModelVersionID {
        ModelVersionID(pipeline: Fixture.pipeline, number: number)
    }

    static let models = [
        MetadataStoreConformance("a version's status may change, its content and its run never") { store in
            try store.commit([.putVersion(Fixture.version(1))])
            var refused = Fixture.version(1)
            refused.status = .refused
            try store.commit([.putVersion(refused)])
            try expect(try store.contents().versions, [refused])
            try expectConflict(&store, [.putVersion(Fixture.version(1, digest: "other"))])
            refused.status = .bad
            refused.statusReason = "probes failed: it said \"no\""
            try store.commit([.setVersionStatus(refused.id, .bad, because: "probes failed: it said \"no\"")])
            try expect(try store.contents().versions, [refused])
        },
        MetadataStoreConformance("aliases are set, moved and removed") { store in
            try store.commit([alias("champion", 1), alias("previous", 1)])
            try store.commit([alias("champion", 2), alias("previous", nil), alias("challenger", nil)])
            let version = ModelVersionID(pipeline: Fixture.pipeline, number: 2)
            try expect(
                try store.contents().aliases,
                [.init(pipeline: Fixture.pipeline, alias: "champion", version: version)])
        },
        MetadataStoreConformance("moves of aliases are kept in their order") { store in
            let moves = [(nil, 1), (1, 2), (2, nil)].map { (from: Int64?, to: Int64?) in
                AliasMove(
                    pipeline: Fixture.pipeline, alias: "best", from: from.map(version), to: to.map(version),
                    by: Actor(uid: 1000, name: "ada"), reason: "because", at: Fixture.moment(5))
            }
            try store.commit([.addAliasMove(moves[0]), .addAliasMove(moves[1])])
            try store.commit([.addAliasMove(moves[2])])
            try expect(try store.contents().aliasMoves, moves)
        },
        MetadataStoreConformance("an intended deployment is restored until it ends") { store in
            let first = Fixture.deployment(1)
            let second = Fixture.deployment(2, replacing: 1)
            try store.commit([.putDeployment(first), .putDeployment(second)])
            try expect(try store.restore().openDeployments, [first, second])
            try store.commit([.putDeployment(ended(first, .live))])
            try store.commit([.putDeployment(ended(second, .failed("no space")))])
            try expect(try store.restore().openDeployments, [])
            try expect(try store.contents().deployments, [ended(first, .live), ended(second, .failed("no space"))])
        },
        MetadataStoreConformance("the end of a deployment never changes") { store in
            let deployment = Fixture.deployment(1)
            try store.commit([.putDeployment(deployment), .putDeployment(ended(deployment, .live))])
            try store.commit([.putDeployment(ended(deployment, .live))])
            try expectConflict(&store, [.putDeployment(ended(deployment, .failed("x")))])
            try expectConflict(&store, [.putDeployment(deployment)])
        },
        MetadataStoreConformance("only state and end of an intended deployment change") { store in
            try store.commit([.putDeployment(Fixture.deployment(1))])
            var other = Fixture.deployment(1)
            other.digest = "other"
            try expectConflict(&store, [.putDeployment(other)])
            other = Fixture.deployment(1)
            other.replaced = ModelVersionID(pipeline: Fixture.pipeline, number: 9)
            try expectConflict(&store, [.putDeployment(other)])
        },
    ]
}
