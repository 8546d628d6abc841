import Faults
import Foundation
import Imaging
import Matting
import Rigs
import Testing

@testable import Effects

/// Whether models can be run here.
private let hasRuntime = MattingModel.places.contains { place in
    ((try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []).contains { $0.hasPrefix("libonnxruntime.so") }
}

/// The effect with a model that takes for people what is redder than green.
@Suite(.enabled(if: hasRuntime, "there is no onnxruntime here; scripts/models installs it")) struct CutOutEffectTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cut-\(UUID().uuidString)").path

    private func call(_ more: String = "") throws -> EffectCall {
        try EffectCall(parsing: "cut-out:model=\(TinyModel().write(to: folder))" + more)
    }

    /// A red guest before green, at `x`.
    private func guest(at x: Int = 150, isThere: Bool = true) throws -> Image {
        try Image(width: 300, height: 200, bands: 3) { pixels in
            for place in 0..<300 * 200 {
                let isIn = isThere && abs(place % 300 - x) < 50 && place / 300 > 40
                let colour: [UInt8] = isIn ? [210, 60, 70] : [50, 160, 90]
                for band in 0..<3 { pixels[place * 3 + band] = colour[band] }
            }
        }
    }

    private func pixel(_ image: Image, _ x: Int, _ y: Int) throws -> [UInt8] {
        let start = (y * image.width + x) * image.bands
        return Array(try image.samples()[start..<start + image.bands])
    }

    private func context(_ notes: EffectNotes? = nil) -> EffectContext {
        var context = EffectContext(side: 200)
        context.notes = notes
        return context
    }

    @Test func `the guest stands before the colour`() throws {
        let out = try [call(",colour=#2040ff").prepared()].applied(to: guest(), in: context())
        #expect(try pixel(out, 5, 5) == [32, 64, 255])
        #expect(try pixel(out, 150, 150) == [210, 60, 70])
    }

    @Test func `a cut-out that is kept is laid over any background without a model`() throws {
        let cut = try [call(",result=cut-out").prepared()].applied(to: guest(), in: context())
        #expect(cut.bands == 4)
        #expect(try pixel(cut, 5, 5) == [0, 0, 0, 0] && pixel(cut, 150, 150) == [210, 60, 70, 255])
        let laid = try [EffectCall(parsing: "green-screen:colour=#2040ff").prepared()].applied(to: cut, in: context())
        #expect(try pixel(laid, 5, 5) == [32, 64, 255])
    }

    @Test func `the room out of focus keeps its colour, and none of the guest's`() throws {
        let out = try [call(",blur=1").prepared()].applied(to: guest(), in: context())
        let beside = try pixel(out, 94, 150)
        #expect(zip(beside, [50, 160, 90]).allSatisfy { abs(Int($0) - Int($1)) < 24 }, "\(beside)")
        #expect(try pixel(out, 150, 150) == [210, 60, 70])
    }

    @Test func `strength mixes the result with the picture`() throws {
        let out = try [call(",colour=#000000,strength=0.5").prepared()].applied(to: guest(), in: context())
        #expect(zip(try pixel(out, 5, 5), [25, 80, 45]).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
        #expect(try pixel(out, 150, 150) == [210, 60, 70])
    }

    @Test func `a picture without people stays as it is, and that is said`() throws {
        let notes = EffectNotes()
        let empty = try guest(isThere: false)
        let out = try [call().prepared()].applied(to: empty, in: context(notes))
        #expect(try out.samples() == empty.samples())
        #expect(notes.all == ["cut-out: no people were found in the picture, which stays as it is"])
        #expect(!notes.hasLeftUndone)
    }

    @Test func `a picture full of people stays as it is`() throws {
        let full = try Image(width: 60, height: 40, bands: 3) { pixels in
            for place in pixels.indices { pixels[place] = ([210, 60, 70] as [UInt8])[place % 3] }
        }
        #expect(try [call().prepared()].applied(to: full, in: context()).samples() == full.samples())
    }

    @Test func `where somebody waits a model that fails leaves the picture, and elsewhere it is an error`() throws {
        var model = TinyModel()
        model.isOfAnotherShape = true
        let ready = try [EffectCall(parsing: "cut-out:model=\(model.write(to: folder, as: "other"))").prepared()]
        let error = #expect(throws: ImagingError.self) { try ready.applied(to: guest(), in: context()) }
        #expect(error?.status == .badData && error?.problem.hasPrefix("cut-out: ") == true)
        let notes = EffectNotes()
        var waiting = context(notes)
        waiting.forgives = true
        #expect(try ready.applied(to: guest(), in: waiting).samples() == guest().samples())
        #expect(notes.hasLeftUndone && notes.all.count == 1 && notes.all[0].hasSuffix("; the picture stays as it is"))
    }

    @Test func `the same effect has one identity, and another model another`() throws {
        let one = try call().identity()
        var other = TinyModel()
        other.side = 64
        let same = try TinyModel().write(to: folder + "/elsewhere")
        #expect(try EffectCall(parsing: "cut-out:model=\(same)").identity() == one)
        #expect(try EffectCall(parsing: "cut-out:model=\(other.write(to: folder, as: "o"))").identity() != one)
    }

    /// In a slot that shows a body without its head, the model has seen the head all the same.
    @Test func `of a part of a capture, people are those of the whole`() throws {
        let capture = try Image(width: 400, height: 200, bands: 3) { pixels in
            for place in 0..<400 * 200 {
                let colour: [UInt8] = place % 400 >= 300 ? [210, 60, 70] : [50, 160, 90]
                for band in 0..<3 { pixels[place * 3 + band] = colour[band] }
            }
        }
        var context = context()
        context.whole = try PictureFile(
            bytes: capture.encoded(as: .png, metadata: Metadata()), name: "the whole capture")
        context.seen = Region(x: 0.5, y: 0, width: 0.5, height: 1)
        let effect = try call(",colour=#2040ff").prepared()
        let (behind, before): ([UInt8], [UInt8]) = ([32, 64, 255], [50, 160, 90])
        let out = try effect.applied(to: guest(isThere: false), in: context)
        #expect(try pixel(out, 20, 100) == behind && pixel(out, 280, 100) == before)
        context.before = [try EffectCall(name: "mirror").prepared()]
        let mirrored = try effect.applied(to: guest(isThere: false), in: context)
        #expect(try pixel(mirrored, 20, 100) == before && pixel(mirrored, 280, 100) == behind)
    }

    @Test func `a live view that stands still keeps its outline, and one that moves follows`() throws {
        let effect = try call(",colour=#2040ff").prepared()
        // A live view does not wait until the model is loaded; a picture does.
        _ = try effect.applied(to: guest(), in: context())
        let live = LiveEffects([effect])
        let first = try live.applied(to: guest()).samples()
        for _ in 0..<3 { #expect(try live.applied(to: guest()).samples() == first) }
        let moved = try live.applied(to: guest(at: 230))
        #expect(try pixel(moved, 110, 150) == [32, 64, 255], "nothing of the guest stays behind")
        #expect(try pixel(moved, 250, 150) == [210, 60, 70])
    }
}

@Suite struct CutOutWithoutModelTests {
    private func picture() throws -> Image {
        try Image(width: 60, height: 40, bands: 3) { pixels in
            for place in pixels.indices { pixels[place] = UInt8(place % 251) }
        }
    }

    @Test func `a model that is not there is told by name, and has an identity of its own`() throws {
        let call = try EffectCall(parsing: "cut-out:model=/nowhere/m.onnx")
        let error = #expect(throws: EffectError.self) { try call.models() }
        #expect(error?.status == .configuration && error?.lacksModel == true)
        #expect(error?.description.contains("/nowhere/m.onnx: there is no such model") == true)
        #expect(error?.description.contains("scripts/models installs models") == true)
        #expect(try call.identity().hasSuffix(":model=none"))
    }

    @Test func `without its model no picture is made, and where somebody waits it stays as it is`() throws {
        let effect = try EffectCall(parsing: "cut-out:model=/nowhere/m.onnx").prepared()
        let error = #expect(throws: ImagingError.self) {
            try effect.applied(to: picture(), in: EffectContext(side: 40))
        }
        #expect(error?.status == .configuration && error?.lacksModel == true)
        var waiting = EffectContext(side: 40)
        let notes = EffectNotes()
        (waiting.forgives, waiting.notes) = (true, notes)
        #expect(try effect.applied(to: picture(), in: waiting).samples() == picture().samples())
        #expect(notes.hasLeftUndone && notes.all.count == 1)
        #expect(notes.all[0].contains("/nowhere/m.onnx") && notes.all[0].hasSuffix("; the picture stays as it is"))
    }

    @Test func `a live view without its model shows its frames as they are, and a film is not made`() throws {
        let effects = [try EffectCall(parsing: "cut-out:model=/nowhere/m.onnx").prepared()]
        #expect(try LiveEffects(effects).applied(to: picture()).samples() == picture().samples())
        let notes = EffectNotes()
        let film = { LiveEffects(film: effects, emptyScreen: nil, notes: notes, forgives: $0) }
        let error = #expect(throws: ImagingError.self) { try film(false).applied(to: picture()) }
        #expect(error?.lacksModel == true)
        #expect(try film(true).applied(to: picture()).samples() == picture().samples())
        #expect(notes.hasLeftUndone)
    }

    @Test func `what was found for another result is not looked for again, and counts for one effect`() throws {
        let effect = try EffectCall(parsing: "cut-out:model=/nowhere/m.onnx,colour=#2040ff").prepared()
        var context = EffectContext(side: 40)
        context.separation = .nobody
        #expect(try effect.applied(to: picture(), in: context).samples() == picture().samples())
        context.separation = .people(
            try CutOut(picture(), matte: [UInt16](repeating: 0, count: 4), across: 2))
        let empty = try [effect].applied(to: picture(), in: context).samples()
        #expect(Array(empty[0..<3]) == [32, 64, 255])
        #expect(throws: ImagingError.self) { try [effect, effect].applied(to: picture(), in: context) }
    }

    @Test func `a frame of which nothing is known shows people where they were, for a while`() {
        let last = LastMatte()
        #expect(last.again() == nil)
        let matte = CoarseMatte(across: 2, down: 1, values: [9, 8])
        _ = last.smoothed(matte)
        for _ in 0..<10 { #expect(last.again() == matte) }
        #expect(last.again() == nil)
        _ = last.smoothed(matte)
        #expect(last.again() == matte)
    }

    @Test func `small changes come slowly, large ones at once`() {
        let last = LastMatte()
        let frame = { (value: UInt16) in CoarseMatte(across: 2, down: 1, values: [value, 65_535]) }
        #expect(last.smoothed(frame(30_000)).values[0] == 30_000)
        #expect((30_400...31_000).contains(last.smoothed(frame(32_000)).values[0]))
        #expect(last.smoothed(frame(65_000)).values[0] == 65_000)
        #expect(last.smoothed(CoarseMatte(across: 1, down: 1, values: [7])).values == [7])
    }
}
