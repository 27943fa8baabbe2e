import MLOpsStatistics

/// A table as CSV that holds a bit of everything, the same for the same seed.
struct GeneratedTable {
    static let header = "normal,count,sparse,odd,flag,day,city,id\n"

    let rows: [String]

    init(rows count: Int, seed: UInt64 = 1, shift: Double = 0) {
        var random = Xoshiro256StarStar(seed: seed)
        var rows: [String] = []
        for row in 0..<count { rows.append(Self.row(row, &random, shift)) }
        self.rows = rows
    }

    var csv: [UInt8] { Self.csv(rows[...]) }

    static func csv(_ rows: ArraySlice<String>) -> [UInt8] { Array((header + rows.joined()).utf8) }

    private static func row(_ row: Int, _ random: inout Xoshiro256StarStar, _ shift: Double) -> String {
        let uniform = (0..<6).map { _ in Double(random.next() >> 11) * 0x1p-53 }
        let normal = uniform.reduce(-3, +) + shift
        let odd = ["", "NaN", "inf", "-inf", "0", "-0.0", "1e300"][Int(uniform[0] * 7)]
        let sparse = uniform[1] < 0.9 ? "" : String(uniform[2])
        let flag = uniform[3] < 0.3 ? "true" : uniform[3] < 0.9 ? "false" : ""
        let day = "2024-0\(1 + Int(uniform[4] * 9))-1\(Int(uniform[5] * 10))"
        let city = "city \(Int(uniform[1] * uniform[2] * 40))"
        return "\(normal),\(Int(uniform[5] * 30)),\(sparse),\(odd),\(flag),\(day),\(city),id-\(row)-\(random.next())\n"
    }
}
