import Glibc
import Imaging

extension Effect {
    static let exposure = Effect(
        name: "exposure", group: .camera,
        summary: "brighter or darker, as by the shutter; highlights keep their drawing",
        parameters: [.number("stops", -3...3, 0, "one stop is twice the light")]
    ) { settings in
        let stops = settings["stops"]
        return (stops == 0 ? Grade() : Grade().lit(RGB(repeating: Tone.stops(stops)))).treatment()
    }
}
