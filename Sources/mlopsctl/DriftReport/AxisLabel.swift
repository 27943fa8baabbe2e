import MLOpsData

/// What stands below a place of an axis, as exact as the axis is long.
enum AxisLabel {
    private static let second = 1e6
    private static let day = 86_400e6

    static func text(_ value: Double, _ type: ColumnType, width: Double) -> String {
        switch ColumnFamily(type) {
        case .moment where width > 3 * day || type == .date: CellValue(value, of: .date).shown
        case .moment, .time: CellValue((value / second).rounded() * second, of: type).shown
        default: CellValue(type == .integer ? value.rounded() : value, of: type).shown
        }
    }
}
