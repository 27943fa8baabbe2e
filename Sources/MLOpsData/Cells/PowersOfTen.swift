/// The powers of ten that a double holds exactly: 0 to 22.
enum PowersOfTen {
    static let exactCount = 23

    private static let table: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    @inline(__always) static func exact(_ exponent: Int) -> Double { table[exponent] }

    /// The largest power that ``signed(_:isNegative:)`` takes.
    static let mostSigned = 15

    private static let signs: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, -1e0, -1e1, -1e2, -1e3,
        -1e4, -1e5, -1e6, -1e7, -1e8, -1e9, -1e10, -1e11, -1e12, -1e13, -1e14, -1e15,
    ]

    /// - Parameter exponent: 0 to 15.
    @inline(__always) static func signed(_ exponent: Int, isNegative: Bool) -> Double {
        signs[exponent &+ (isNegative ? 16 : 0)]
    }
}
