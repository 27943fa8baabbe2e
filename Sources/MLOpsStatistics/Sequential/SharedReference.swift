/// What the error of the reference does to evidence that is gathered against it window after window.
///
/// A comparison of two samples has z = √ρ·Z_r + √(1−ρ)·Z_c, where ρ is the reference's part of the variance. Z_r is the same
/// in every window, so that the p-values of windows are not independent, and their evidence must not be multiplied as it is.
/// Given |Z_r| ≤ c, (|z| − √ρ·c)/√(1−ρ) is at most |Z_c| when nothing changed.
///
/// A reference beyond c leaves windows a shift of δ = (|Z_r| − c)·√(ρ/(1−ρ)), and gives alarm after alarm when δ exceeds 1:
/// of 20 columns looked at hourly for one alarm a year, one that δ = 1.5 is left of gives 180 a year, δ = 0.75 gives 0.2.
/// Averaged over what the reference may be, there are 5, 0.7 and 0.08 alarms a year with c = 2, 2.5 and 3 where reference
/// and window are of one size, and 0.6 and 0.07 with c = 2 and 2.5 where it is twice the window. Here
/// c = margin·√(2ρ)·(1+ρ), which is 3, 2.2 and 1.8 for a reference of one, two and three windows with the usual margin of 2,
/// and less for larger ones, whose error is soon lost in that of windows.
struct SharedReference {
    // ρ.
    private let share: Double

    /// - Parameter windows: how many windows tell what is usual; nil when rows do.
    init(_ compared: ComparedCells, windows: Int?) {
        let rows = compared.all
        share = windows.map { 1 / Double($0 + 1) } ?? Double(rows.currentTotal) / Double(max(1, rows.total))
    }

    /// Returns p given the reference, which may be 1.5·`margin` standard errors off when it is as small as the window.
    func conditional(_ p: Double, margin: Double) -> Double {
        guard margin > 0, share < 1 else { return p }
        let z = Normal.upperQuantile(max(p, 1e-300) / 2) - share * (1 + share) * 2.0.squareRoot() * margin
        return z > 0 ? Normal.twoSided(z / (1 - share).squareRoot()) : 1
    }
}
