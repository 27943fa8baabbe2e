/// A row of values, each as high as its share of an alarm.
enum Sparkline {
    /// - Parameter values: 0 and less is nothing, 1 and more the highest.
    static func text(_ values: [Double], _ style: TextStyle) -> String {
        let levels = Array(style.isUnicode ? "▁▂▃▄▅▆▇█" : "_.-=+*%#")
        return String(
            values.map { value in
                let share = value.isFinite ? min(max(value, 0), 1) : 0
                return levels[Int((share * Double(levels.count - 1)).rounded())]
            })
    }
}
