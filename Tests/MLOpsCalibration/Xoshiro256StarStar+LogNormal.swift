import MLOpsStatistics
import RealModule

extension Xoshiro256StarStar {
    mutating func logNormal() -> Double { Double.exp(normal()) }
}
