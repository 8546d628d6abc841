import Faults
import Imaging
import Matting

extension Effect {
    /// What a model sees as people, followed along their outline at the size in which the capture is seen, over a picture, a colour,
    /// another capture, nothing, or the room itself out of focus.
    static let cutOut = Effect(
        name: "cut-out", group: .people,
        summary: "guests before another background, without a screen; a capture without people stays as it is",
        parameters: Backdrop.parameters + [
            .number(
                "blur", 0...1, 0, "how soft their own background becomes, where there is no picture to stand before"),
            .strength,
            .choice(
                "result", ["picture", "cut-out", "matte"],
                "cut-out: the guests alone, with alpha; matte shows what was found"),
            .model("model", "modnet", "what finds people: modnet, u2netp, or the path of a model of your own"),
        ]
    ) { settings in
        let people = CutOutPeople(settings)
        return .cut { (image, context) throws(ImagingError) in try people.applied(to: image, in: context) }
    }
}

/// The settings of one call, its pictures, and the process that has its model.
struct CutOutPeople: Sendable {
    private let backdrop: Backdrop
    private let blur: Double
    private let strength: Double
    private let result: String
    private let model: String
    /// nil: it was not installed when this was made ready.
    private let worker: MatteWorker?

    /// A matte with fewer people than this share shows none: a model's specks.
    private static let fewest = 0.004
    /// Of the shorter side: the deviation of the widest blur.
    private static let softest = 0.03

    init(_ settings: Settings) {
        (backdrop, blur) = (Backdrop(settings), settings["blur"])
        (strength, result) = (settings["strength"], settings.text("result"))
        model = settings.text("model")
        worker = (try? MattingModel(model)).map(MatteWorkers.worker)
        worker?.warm()
    }

    /// `image` (3 bands) taken apart; nil when there are no people in it.
    func cut(_ image: Image, in context: EffectContext) throws(ImagingError) -> CutOut? {
        let matte: CoarseMatte
        do throws(ImagingError) {
            let fresh = try seen(image, in: context)
            matte = context.lastMatte?.smoothed(fresh) ?? fresh
        } catch {
            // What was seen a moment ago is better than the room between two frames without it.
            guard context.isShownNow, case .noMatte = error, let last = context.lastMatte?.again() else { throw error }
            matte = last
        }
        guard matte.share >= Self.fewest else { return nil }
        return try CutOut(image, matte: matte.values, across: matte.across, threads: context.threads)
    }

    private func seen(_ image: Image, in context: EffectContext) throws(ImagingError) -> CoarseMatte {
        if let whole = context.whole { return try seen(whole, in: context) }
        return try installed().matte(
            width: image.width, height: image.height,
            for: context.lastMatte == nil ? .still : context.isShownNow ? .live : .film
        ) { (width, height) throws(ImagingError) in
            let small = try image.fitted(width: width, height: height)
            return PictureBytes(width: width, height: height, samples: try small.withPixels { Array($0) })
        } refused: {
            .noMatte($0.report)
        }
    }

    /// What has alpha was cut out before, and is only laid over.
    func applied(to image: Image, in context: EffectContext) throws(ImagingError) -> Image {
        guard image.bands == 3 else {
            guard result == "picture" else { return image }
            return try backdrop.withForeground(image.laid(over: backdrop.behind(image, context)))
        }
        let found: CutOut?
        do throws(ImagingError) { found = try self.found(image, in: context) } catch {
            // A guest who waits gets the picture as it is, and the operator hears of it.
            guard context.forgives, case .noMatte = error else { throw error }
            context.notes?.leaveUndone("\(error.problem); the picture stays as it is")
            return image
        }
        guard let found else {
            context.notes?.say("cut-out: no people were found in the picture, which stays as it is")
            return image
        }
        switch result {
        case "cut-out": return try found.cutOut()
        case "matte": return try found.matte().asGrey()
        default:
            let people = try found.cutOut()
            let behind = try blur > 0 && !backdrop.isPicture ? softened(image, people) : backdrop.behind(image, context)
            let made = try backdrop.withForeground(people.laid(over: behind))
            return strength < 1 ? try made.drawn(on: image, opacity: strength) : made
        }
    }

    /// Of the part of `capture` that is seen. A model that is shown a body without its head takes half of it for the room.
    private func seen(_ capture: PictureFile, in context: EffectContext) throws(ImagingError) -> CoarseMatte {
        let all = Region(x: 0, y: 0, width: Double(capture.width), height: Double(capture.height))
        let matte = try installed().matte(width: capture.width, height: capture.height) {
            (width, height) throws(ImagingError) in
            let small = try capture.sampled(all, width: width, height: height, acceptDamaged: true)
            let plain = try small.bands == 3 ? small : Canvas(copying: small).finished()
            return PictureBytes(width: width, height: height, samples: try plain.withPixels { Array($0) })
        } refused: {
            .noMatte($0.report)
        }
        let seen = context.seen
        let part = matte.part(x: seen.x, y: seen.y, width: seen.width, height: seen.height)
        return context.before.count(where: \.mirrors) % 2 == 1 ? part.mirrored() : part
    }

    private func installed() throws(ImagingError) -> MatteWorker {
        if let worker { return worker }
        do throws(MattingError) { return MatteWorkers.worker(for: try MattingModel(model)) } catch {
            throw .noMatte(error.report)
        }
    }

    /// What was found for another result of the same picture is not looked for again.
    private func found(_ image: Image, in context: EffectContext) throws(ImagingError) -> CutOut? {
        switch context.separation {
        case .people(let people)?: people
        case .nobody?: nil
        default: try cut(image, in: context)
        }
    }

    /// The room out of focus. People are left out of it, since their colours would shine about them.
    private func softened(_ image: Image, _ people: Image) throws(ImagingError) -> Image {
        let sigma = blur * Self.softest * Double(min(image.width, image.height))
        let room = try image.without(people).blurred(sigma: sigma, surroundings: .clear)
        // Each time, what the blur left thin covers more of what shines through.
        var soft = try image.blurred(sigma: sigma)
        for _ in 0..<4 { soft = try room.drawn(on: soft) }
        return soft
    }
}

extension Image {
    /// This picture (3 bands) where `people` (4 bands, as large) are not: 4 bands, premultiplied.
    fileprivate func without(_ people: Image) throws(ImagingError) -> Image {
        try Image(width: width, height: height, bands: 4) { (out) throws(ImagingError) in
            try withPixels { (seen) throws(ImagingError) in
                try people.withPixels { (people) throws(ImagingError) in
                    for pixel in 0..<width * height {
                        let rest = 255 - Int(people[pixel * 4 + 3])
                        for band in 0..<3 {
                            out[pixel * 4 + band] = UInt8((Int(seen[pixel * 3 + band]) * rest + 127) / 255)
                        }
                        out[pixel * 4 + 3] = UInt8(rest)
                    }
                }
            }
        }
    }
}
