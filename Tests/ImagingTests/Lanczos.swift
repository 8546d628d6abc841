import Foundation
import Imaging

/// Lanczos3 in plain double precision, straight from its definition: the measure for the fixed-point kernels.
enum Lanczos {
    private static func weight(_ x: Double) -> Double {
        guard abs(x) < 3 else { return 0 }
        guard x != 0 else { return 1 }
        return 3 * sin(.pi * x) * sin(.pi * x / 3) / (.pi * .pi * x * x)
    }

    private static func taps(
        _ start: Double, _ extent: Double, _ count: Int, _ size: Int, _ emphasis: Double
    ) -> [[(sample: Int, weight: Double)]] {
        (0..<count).map { i in
            let step = extent / Double(count)
            let (centre, stretch) = (start + (Double(i) + 0.5) * step - 0.5, max(1, step))
            let samples = Int((centre - 3 * stretch).rounded(.down))...Int((centre + 3 * stretch).rounded(.up))
            let plain = samples.map { weight((Double($0) - centre) / stretch) }
            let weights = plain.indices.map { at in
                guard abs(Double(samples.lowerBound + at) - centre) < 3 * stretch else { return 0.0 }
                let beside = (at > 0 ? plain[at - 1] : 0) + (at + 1 < plain.count ? plain[at + 1] : 0)
                return (1 + 2 * emphasis) * plain[at] - emphasis * beside
            }
            let total = weights.reduce(0, +)
            return zip(samples, weights).map { (min(size - 1, max(0, $0)), $1 / total) }
        }
    }

    /// Not rounded, clamped to 0…255. With emphasis the picture is first sharpened by -a, 1 + 2a, -a both ways;
    /// the filter keeps its support.
    static func sampled(
        _ picture: Pattern, _ region: Region, width: Int, height: Int, emphasis: Double = 0
    ) -> [Double] {
        let line = picture.width * picture.bands
        let rows = taps(region.y, region.height, height, picture.height, emphasis)
        let columns = taps(region.x, region.width, width, picture.width, emphasis)
        let used = columns.flatMap { $0.map(\.sample) }
        let needed = (used.min() ?? 0) * picture.bands..<((used.max() ?? 0) + 1) * picture.bands
        var result: [Double] = []
        for row in rows {
            var middle = [Double](repeating: 0, count: line)
            for (y, weight) in row {
                for x in needed { middle[x] += weight * Double(picture.pixels[y * line + x]) }
            }
            for column in columns {
                for band in 0..<picture.bands {
                    let sum = column.reduce(0) { $0 + $1.weight * middle[$1.sample * picture.bands + band] }
                    result.append(min(255, max(0, sum)))
                }
            }
        }
        return result
    }
}
