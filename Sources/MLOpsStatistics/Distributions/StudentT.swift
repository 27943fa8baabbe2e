/// Student's t distribution with `degreesOfFreedom` > 0, not necessarily whole.
package struct StudentT: Sendable, Equatable {
    package let degreesOfFreedom: Double

    package init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

    /// Returns P(|T| > |t|).
    package func twoSided(_ t: Double) -> Double {
        guard t.isFinite else { return 0 }
        let (x, y) = proportions(t)
        return IncompleteBeta.lower(degreesOfFreedom / 2, 0.5, x: x, y: y)
    }

    /// Returns P(T > t).
    package func upper(_ t: Double) -> Double {
        t >= 0 ? twoSided(t) / 2 : 1 - twoSided(t) / 2
    }

    /// Returns t with P(T > t) = q.
    package func upperQuantile(_ q: Double) -> Double {
        guard q != 0.5 else { return 0 }
        guard q > 0 else { return .infinity }
        guard q < 1 else { return -.infinity }
        let tail = min(q, 1 - q)
        let (x, y) = IncompleteBeta.inverseLower(degreesOfFreedom / 2, 0.5, 2 * tail)
        let t = (degreesOfFreedom * y / x).squareRoot()
        return q < 0.5 ? t : -t
    }

    // df/(df+t²) and t²/(df+t²); t² may overflow.
    private func proportions(_ t: Double) -> (x: Double, y: Double) {
        let scaled = abs(t) / degreesOfFreedom.squareRoot()
        guard scaled < 1e150 else { return (1 / scaled / scaled, 1) }
        return (1 / (1 + scaled * scaled), scaled * scaled / (1 + scaled * scaled))
    }
}
