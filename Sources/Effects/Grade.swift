import Glibc
import Imaging

/// A look colour by colour: steps that follow each other on coded sRGB, compiled into one table.
struct Grade: Sendable {
    typealias Step = @Sendable (RGB) -> RGB
    /// Steps at the beginning in which each channel depends on itself alone.
    private var separate: [Step] = []
    private var steps: [Step] = []

    func then(mixing: Bool = true, _ step: @escaping Step) -> Grade {
        var grade = self
        if mixing || !steps.isEmpty { grade.steps.append(step) } else { grade.separate.append(step) }
        return grade
    }

    func table(strength: Double = 1) -> ColourTable {
        let share = Float(strength)
        func finished(_ colour: RGB, _ begun: RGB) -> RGB {
            let graded = steps.reduce(begun) { $1($0) }.clamped(lowerBound: .zero, upperBound: .one)
            return colour + (graded - colour) * share
        }
        func begun(_ level: RGB) -> RGB { separate.reduce(level) { $1($0) } }
        // Curves are exact.
        if steps.isEmpty { return ColourTable { finished($0, begun($0)) } }
        // What is separate is worked out for 33 levels in place of 36,000 colours.
        let levels = (0...32).map { begun(RGB(repeating: Float($0) / 32)) }
        return ColourTable(size: 33) { place in
            finished(
                RGB(Float(place.x), Float(place.y), Float(place.z)) / 32,
                RGB(levels[place.x].x, levels[place.y].y, levels[place.z].z))
        }
    }

    /// All of the work of an effect, when a table is all that it takes.
    func treatment(strength: Double = 1) -> Treatment {
        guard strength > 0, !(steps.isEmpty && separate.isEmpty) else { return .none }
        let table = table(strength: strength)
        return .colours { (image, _) throws(ImagingError) in try image.mapped(by: table) }
    }

    func curve(_ curve: Curve) -> Grade {
        then(mixing: false) { RGB(curve($0.x), curve($0.y), curve($0.z)) }
    }

    func curves(red: Curve, green: Curve, blue: Curve) -> Grade {
        then(mixing: false) { RGB(red($0.x), green($0.y), blue($0.z)) }
    }

    /// `gains` on linear light. What is made brighter bends towards white from 60 % on, so that white stays white and
    /// skin does not tear into it.
    func lit(_ gains: RGB) -> Grade {
        then(mixing: false) { colour in
            let linear = Tone.linear(colour)
            var out = RGB.zero
            for channel in 0..<3 { out[channel] = Self.exposed(linear[channel], by: gains[channel]) }
            return Tone.coded(out)
        }
    }

    private static func exposed(_ value: Float, by gain: Float) -> Float {
        let (knee, lit) = (Float(0.6), value * gain)
        guard gain > 1, lit > knee else { return lit }
        let bend = (gain - knee) / (1 - knee)
        return 1 - (1 - knee) * Reproducible.power(max(1 - (lit - knee) / (gain - knee), 0), bend)
    }

    /// An S about `pivot`: black and white stay. Below 0 all comes closer to the pivot.
    func contrast(_ amount: Double, pivot: Double = 0.45) -> Grade {
        let (amount, pivot) = (Float(amount), Float(pivot))
        if abs(amount) < 0.001 { return self }
        if amount < 0 { return then(mixing: false) { RGB(repeating: pivot) + ($0 - pivot) * (1 + 0.7 * amount) } }
        let steepness = 8 * amount
        let sigmoid = { @Sendable (x: Float) in 1 / (1 + Reproducible.exp(-steepness * (x - pivot))) }
        let (low, high) = (sigmoid(0), sigmoid(1))
        return then(mixing: false) { colour in
            (RGB(sigmoid(colour.x), sigmoid(colour.y), sigmoid(colour.z)) - low) / (high - low)
        }
    }

    /// Distance from grey times `factor`; 0 is black and white.
    func saturated(_ factor: Double) -> Grade {
        let factor = Float(factor)
        return then { colour in
            let luma = RGB(repeating: Tone.luma(colour))
            return luma + (colour - luma) * factor
        }
    }

    /// Saturates what is pale more than what is strong, and skin hardly.
    func vibrant(_ amount: Double) -> Grade {
        let amount = Float(amount)
        return then { colour in
            let (luma, high, low) = (RGB(repeating: Tone.luma(colour)), colour.max(), colour.min())
            let saturation = high > 0 ? (high - low) / high : 0
            return luma + (colour - luma) * (1 + amount * (1 - saturation) * (1 - 0.7 * Self.skin(colour)))
        }
    }

    /// How much a colour is one of skin, 0…1: that of every tone has red > green > blue with green about half-way.
    private static func skin(_ colour: RGB) -> Float {
        guard colour.x > colour.y, colour.y > colour.z else { return 0 }
        let middle = (colour.y - colour.z) / (colour.x - colour.z)
        return Tone.ramp(middle, from: 0.15, to: 0.35) * (1 - Tone.ramp(middle, from: 0.6, to: 0.85))
    }

    /// Colours the dark and the light parts, each by how far its tint lies from grey; the light itself stays. Dark skin
    /// takes little of the tint of shadows, of which it would look ill.
    func toned(shadows: RGB, highlights: RGB, balance: Double = 0.5) -> Grade {
        let (dark, light) = (shadows - Tone.luma(shadows), highlights - Tone.luma(highlights))
        let middle = Float(balance)
        return then { colour in
            let luma = Tone.luma(colour)
            let share = Tone.ramp(luma, from: middle - 0.45, to: middle + 0.45)
            // Black and white carry no tint.
            let room = min(1, 4 * luma) * min(1, 4 * (1 - luma) + 0.15)
            // Nearly grey is no skin, whatever its hue.
            let warmth = Tone.ramp(colour.x - colour.z, from: 0.04, to: 0.14)
            let spared = 1 - 0.8 * Self.skin(colour) * warmth
            return colour + (dark * ((1 - share) * spared) + light * share) * room
        }
    }

    /// Black and white by shares of the channels, which are brought to a sum of 1: white stays white.
    func grey(_ shares: RGB = RGB(0.299, 0.587, 0.114)) -> Grade {
        let shares = shares / max(shares.sum(), 0.001)
        return then { RGB(repeating: ($0 * shares).sum()) }
    }

    /// Each grey gets the colour of its place between the stops, of which there are two or more.
    func mapped(to stops: [RGB]) -> Grade {
        then { colour in
            let place = min(max(Tone.luma(colour), 0), 1) * Float(stops.count - 1)
            let index = min(Int(place), stops.count - 2)
            return stops[index] + (stops[index + 1] - stops[index]) * (place - Float(index))
        }
    }

    /// Linear rows of red, green, blue.
    func mixed(red: RGB, green: RGB, blue: RGB) -> Grade {
        then { RGB(($0 * red).sum(), ($0 * green).sum(), ($0 * blue).sum()) }
    }
}
