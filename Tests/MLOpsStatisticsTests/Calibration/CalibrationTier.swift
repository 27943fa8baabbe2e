import Foundation

/// How much the simulations of this folder do; scripts/calibrate asks for everything and prints the tables.
enum CalibrationTier {
    static let isFull = ProcessInfo.processInfo.environment["MLOPS_CALIBRATE"] != nil

    static func print(_ line: @autoclosure () -> String) {
        if isFull { Swift.print(line()) }
    }
}
