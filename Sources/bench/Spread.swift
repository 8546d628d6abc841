/// Median and ends of a few figures.
struct Spread: Encodable {
    var median: Double
    var min: Double
    var max: Double

    /// nil when there are none.
    init?(_ figures: [Double]) {
        let sorted = figures.sorted()
        guard let first = sorted.first, let last = sorted.last else { return nil }
        let middle = sorted.count / 2
        median = sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
        (min, max) = (first, last)
    }
}
