/// Two models on the same rows, where each row is right or wrong for each of them.
package struct PairedProportions: Sendable, Equatable {
    package let rows: Int
    /// Rows that only the candidate has right.
    package let onlyCandidate: Int
    /// Rows that only the champion has right.
    package let onlyChampion: Int

    /// Requires 0 ≤ onlyCandidate + onlyChampion ≤ rows.
    package init(rows: Int, onlyCandidate: Int, onlyChampion: Int) {
        (self.rows, self.onlyCandidate, self.onlyChampion) = (rows, onlyCandidate, onlyChampion)
    }

    /// The candidate's share of right rows minus the champion's; 0 without rows.
    package var difference: Double { rows > 0 ? Double(onlyCandidate - onlyChampion) / Double(rows) : 0 }

    /// The two-sided mid-p value of McNemar's test that both are right equally often.
    ///
    /// Source: Fagerland, Lydersen and Laake, *BMC Medical Research Methodology* 13:91, 2013.
    package var mcNemarMidP: Double {
        let discordant = onlyCandidate + onlyChampion
        guard discordant > 0 else { return 1 }
        let fewer = min(onlyCandidate, onlyChampion)
        let binomial = Binomial(trials: discordant, probability: 0.5)
        return min(1, 2 * binomial.atMost(fewer) - binomial.density(fewer))
    }

    /// Returns the difference's score interval: it lies below with probability `error`, and above with as much.
    ///
    /// Source: T. Tango, *Statistics in Medicine* 17:891, 1998. -1...1 without rows.
    package func scoreInterval(error: Double) -> ClosedRange<Double> {
        guard rows > 0 else { return -1...1 }
        let z = Normal.upperQuantile(error)
        return bound(-1, difference) { score($0) >= z }...bound(1, difference) { score($0) <= -z }
    }

    /// Halves the way from `far`, which is rejected if anything is, to the observed difference, which never is.
    private func bound(_ far: Double, _ near: Double, isRejected: (Double) -> Bool) -> Double {
        var (outer, inner) = (far, near)
        // At the very end the variance may be zero; what lies within a hair of it decides.
        guard isRejected(far + (near - far) * 1e-12) else { return far }
        for _ in 0..<100 {
            let middle = outer + (inner - outer) / 2
            if isRejected(middle) { outer = middle } else { inner = middle }
        }
        return inner
    }

    /// Returns the observed difference's distance from a hypothetical one, in standard errors under that.
    private func score(_ hypothesis: Double) -> Double {
        let (n, b, c) = (Double(rows), Double(onlyCandidate), Double(onlyChampion))
        let linear = -b - c + (2 * n - b + c) * hypothesis
        let constant = -c * hypothesis * (1 - hypothesis)
        let root = max(0, linear * linear - 8 * n * constant).squareRoot()
        let onlyChampion = (root - linear) / (4 * n)
        let variance = n * (2 * onlyChampion + hypothesis * (1 - hypothesis))
        let distance = b - c - n * hypothesis
        guard variance > 0 else { return distance == 0 ? 0 : distance > 0 ? .infinity : -.infinity }
        return distance / variance.squareRoot()
    }
}
