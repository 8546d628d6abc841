import Rigs
import Testing

extension ScreenTests {
    /// Counts the recordings that a page has read, and keeps what it plays: the length of each recording in tenths of a second, and "wave" for a tone that it makes.
    private static let listening = """
        window.played = [];
        window.read = 0;
        const decode = BaseAudioContext.prototype.decodeAudioData;
        BaseAudioContext.prototype.decodeAudioData = function (...bytes) {
          const done = decode.apply(this, bytes);
          done.then(() => (read += 1), () => (read += 1));
          return done;
        };
        const begin = AudioBufferSourceNode.prototype.start, hum = OscillatorNode.prototype.start;
        AudioBufferSourceNode.prototype.start = function (...at) { played.push(String(Math.round(this.buffer.duration * 10))); return begin.apply(this, at); };
        OscillatorNode.prototype.start = function (...at) { played.push("wave"); return hum.apply(this, at); };
        """

    private var played: [String] { get async throws { try await browser.run("return played.splice(0)") } }

    @Test func `The event's own sounds are played, and the screen's own in place of one that cannot be`() async throws {
        booth.setSound(true, own: ["ready", "shutter", "thanks"])
        defer { booth.setSound(false, own: []) }
        try await browser.withScript(Self.listening) {
            try await open()
            try await browser.wait(until: "read === 3")
            // Outside of a kiosk a browser is silent until somebody has touched its page.
            try await browser.touch(x: 40, y: 40)
            #expect(booth.parts == ["ready", "shutter", "thanks"])
            try await show(.named("countdown"))
            try await browser.wait(until: "played.length > 0")
            #expect(try await played.allSatisfy { $0 == "wave" })
            try await show(.named("capturing"))
            // The seconds go on until then.
            #expect(try await played.filter { $0 != "wave" } == ["5"])
            try await show(.named("review"))
            #expect(try await played == ["wave", "wave"])
            try await show(.named("thanks"))
            #expect(try await played == ["9"])
        }
        #expect(try await browser.complaints() == [])
    }

    @Test func `A screen whose sound is off fetches none and plays none`() async throws {
        booth.setSound(false, own: ["tick", "shutter", "thanks"])
        defer { booth.setSound(false, own: []) }
        try await browser.withScript(Self.listening) {
            try await open()
            for scene in ["countdown", "capturing", "review", "thanks"] { try await show(.named(scene)) }
            #expect(try await played == [])
        }
        #expect(booth.parts == [])
    }
}
