import Testing

@testable import Compositor

// What a layout says of films alone.
extension LayoutErrorTests {
    @Test(arguments: [
        (#""minSeconds": 10, "maxSeconds": 5"#, "minSeconds: a film cannot last at least 10.0 s and at most 5.0 s"),
        (#""trim": [3, 2]"#, "trim: expected two times in seconds, the earlier one first"),
        (
            #""ramp": [{ "until": 2, "speed": 2 }, { "until": 1, "speed": 1 }]"#,
            "each \"until\" comes after the one before"
        ),
        (#""ramp": [{ "speed": 17 }]"#, "ramp[0].speed"), (#""fps": 300"#, "fps"), (#""poster": -1"#, "poster"),
    ])
    func films(keys: String, wanted: String) {
        let problem = problem(
            of:
                ##""slots": [{ "x": 0, "y": 0, "w": 100, "h": 100 }], "animation": { "width": 90, "height": 60, "from": "clip", \##(keys) }"##
        )
        #expect(problem.contains(wanted), "\(problem)")
        #expect(problem.hasPrefix("animation."))
    }
}
