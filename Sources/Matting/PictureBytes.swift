/// A small picture on its way to a model: RGB, a byte a sample, no padding.
public struct PictureBytes: Sendable {
    public let width: Int
    public let height: Int
    public let samples: [UInt8]

    public init(width: Int, height: Int, samples: [UInt8]) {
        precondition(samples.count == width * height * 3)
        (self.width, self.height, self.samples) = (width, height, samples)
    }

    /// Of another size, each pixel the mean of what it covers.
    func resized(width: Int, height: Int) -> PictureBytes {
        guard (width, height) != (self.width, self.height) else { return self }
        let (columns, rows) = (Self.spans(self.width, width), Self.spans(self.height, height))
        var out = [UInt8](repeating: 0, count: width * height * 3)
        for (y, row) in rows.enumerated() {
            for (x, column) in columns.enumerated() {
                var (sums, weight) = (SIMD3<Float>.zero, Float(0))
                for (from, down) in row {
                    for (at, across) in column {
                        let place = (from * self.width + at) * 3
                        let share = down * across
                        sums +=
                            SIMD3(Float(samples[place]), Float(samples[place + 1]), Float(samples[place + 2])) * share
                        weight += share
                    }
                }
                for band in 0..<3 {
                    out[(y * width + x) * 3 + band] = UInt8((sums[band] / weight + 0.5).rounded(.down))
                }
            }
        }
        return PictureBytes(width: width, height: height, samples: out)
    }

    /// What each of `count` places covers of `length` samples, with its share of each.
    private static func spans(_ length: Int, _ count: Int) -> [[(Int, Float)]] {
        (0..<count).map { place in
            let (from, to) = (
                Float(place) * Float(length) / Float(count), Float(place + 1) * Float(length) / Float(count)
            )
            return (Int(from)..<max(Int(from) + 1, min(length, Int(to.rounded(.up))))).map { at in
                (at, max(min(to, Float(at + 1)) - max(from, Float(at)), 1e-3))
            }
        }
    }
}

extension CoarseMatte {
    /// Of another size, evenly between its places.
    func resized(across: Int, down: Int) -> CoarseMatte {
        guard (across, down) != (self.across, self.down) else { return self }
        return part(x: 0, y: 0, width: 1, height: 1, across: across, down: down)
    }

    /// The part of it that begins at (`x`, `y`) and is `width` by `height`, all in shares of its sides, with about as many places as it
    /// has there. Beyond its borders it goes on as it is there.
    public func part(x: Double, y: Double, width: Double, height: Double) -> CoarseMatte {
        func places(_ share: Double, _ count: Int) -> Int {
            min(max(Int((share * Double(count)).rounded(.up)), 2), 4_096)
        }
        return part(
            x: Float(x), y: Float(y), width: Float(width), height: Float(height), across: places(width, across),
            down: places(height, down))
    }

    /// Left and right exchanged.
    public func mirrored() -> CoarseMatte {
        var mirrored = self
        for place in values.indices {
            mirrored.values[place] = values[place / across * across + across - 1 - place % across]
        }
        return mirrored
    }

    private func part(x: Float, y: Float, width: Float, height: Float, across: Int, down: Int) -> CoarseMatte {
        func place(_ at: Int, _ count: Int, _ length: Int, _ from: Float, _ share: Float) -> (Int, Int, Float) {
            let whole = Float(length) * share
            let exact = min(
                max((Float(at) + 0.5) * whole / Float(count) + from * Float(length) - 0.5, 0), Float(length - 1))
            return (Int(exact), min(Int(exact) + 1, length - 1), exact - Float(Int(exact)))
        }
        let columns = (0..<across).map { place($0, across, self.across, x, width) }
        var out: [UInt16] = []
        out.reserveCapacity(across * down)
        for row in 0..<down {
            let (top, bottom, lower) = place(row, down, self.down, y, height)
            for (left, right, later) in columns {
                func between(_ y: Int) -> Float {
                    let (a, b) = (Float(values[y * self.across + left]), Float(values[y * self.across + right]))
                    return a + (b - a) * later
                }
                let (above, below) = (between(top), between(bottom))
                out.append(UInt16(above + (below - above) * lower + 0.5))
            }
        }
        return CoarseMatte(across: across, down: down, values: out)
    }
}
