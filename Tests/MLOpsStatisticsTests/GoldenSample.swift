import MLOpsStatistics

/// Samples made again from the recipes of Golden/streams.py, bit for bit.
enum GoldenSample {
    struct Malformed: Error { let recipe: String }

    /// `v:1,2,3` lists the values; `kind:seed:count:scale:shift` draws them.
    static func values(_ recipe: String) throws -> [Double] {
        let parts = recipe.split(separator: ":").map(String.init)
        if parts.count == 2, parts[0] == "v" { return parts[1].split(separator: ",").compactMap { Double($0) } }
        guard parts.count == 5, let seed = UInt64(parts[1]), let count = Int(parts[2]), let scale = Double(parts[3]),
            let shift = Double(parts[4])
        else { throw Malformed(recipe: recipe) }
        var random = Xoshiro256StarStar(seed: seed)
        return try (0..<count).map { _ in
            switch parts[0] {
            case "u": random.uniform() * scale + shift
            case "n": nearlyNormal(&random) * scale + shift
            case "i": (random.uniform() * scale).rounded(.towardZero) + shift
            case "z": random.uniform() < 0.75 ? shift : random.uniform() * scale
            case "h": scale / (random.uniform() + 1e-6) + shift
            case "b": (random.uniform() < scale ? 1 : 0) + shift
            default: throw Malformed(recipe: recipe)
            }
        }
    }

    static func nearlyNormal(_ random: inout Xoshiro256StarStar) -> Double {
        var total = 0
        for _ in 0..<4 { total += Int(random.next() >> 48) }
        return Double(total - 131_070) / 37837.0
    }
}
