import Imaging
import StrictJSON

extension AnimationPlan {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        width = try keys.required("width").int(in: 16...4_000)
        height = try keys.required("height").int(in: 16...4_000)
        from = try keys.optional("from")?.oneOf(Source.self, synonyms: Self.sources) ?? .captures
        if let node = keys.optional("frames") {
            guard from == .captures else { throw node.error("only captures are listed frame by frame") }
            let frames = try node.array(max: 256, of: Frame.init)
            guard !frames.isEmpty else { throw node.error(expected: "at least one frame") }
            self.frames = frames
        }
        order = try keys.optional("order")?.oneOf(Order.self) ?? .forward
        repeats = try keys.optional("repeat")?.int(in: 1...20) ?? 1
        delay = try keys.optional("delay")?.delay() ?? 500
        loops = try keys.optional("loops")?.int(in: 0...65_535) ?? 0
        places = try Self.places(keys, from: from)
        overlays = try keys.optional("overlays")?.array(max: 64, of: Layout.Overlay.still(orMoving:)) ?? []
        texts = try keys.optional("texts")?.array(max: 64, of: Layout.Text.init) ?? []
        effects = try keys.optional("effects")?.effects() ?? []
        budget = try keys.optional("budget")?.int(in: 10...100_000)
        film = try Film(keys, from: from)
        film.overlays = overlays.filter(\.moves)
        overlays.removeAll(where: \.moves)
        if let node = keys.optional("background") {
            film.background = try Layout.Background.clip(node)
            if film.background == nil { background = try Layout.Background(node) }
        }
        // As a GIF it would have tens of megabytes, and hardly a frame.
        let isLarge = max(width, height) > Self.largestGIF
        format = try keys.optional("format")?.oneOf(Format.self) ?? (moves || isLarge ? .mp4 : .gif)
        try keys.finish()
    }

    /// Pixels of the longer side.
    private static let largestGIF = 1_000

    private static let sources = [
        "photos": "captures", "pictures": "captures", "burst": "captures", "video": "clip", "film": "clip",
        "photo": "still", "picture": "still", "motion-still": "still",
    ]

    private static func places(_ keys: JSONObjectReader, from: Source) throws(StrictJSONError) -> [Place] {
        let one = keys.optional("slot")
        guard let list = keys.optional("slots") else {
            return [
                Place(
                    slot: try one.map { (node) throws(StrictJSONError) in try Layout.Slot(animation: node) }
                        ?? Layout.Slot(subject: .capture(1), box: .whole))
            ]
        }
        guard one == nil else { throw list.error("either \"slot\" or \"slots\"") }
        let places = try list.array(max: 16) { (node) throws(StrictJSONError) in
            var shift = 0
            let slot = try Layout.Slot(animation: node) { (keys) throws(StrictJSONError) in
                guard let node = keys.optional("shift") else { return }
                guard from == .captures else { throw node.error("only captures can be shifted") }
                shift = try node.int(in: 0...999)
            }
            return Place(slot: slot, shift: shift)
        }
        guard !places.isEmpty else { throw list.error(expected: "at least one slot") }
        return places
    }
}

extension AnimationPlan.Film {
    init(_ keys: JSONObjectReader, from: AnimationPlan.Source) throws(StrictJSONError) {
        rate = try keys.optional("fps")?.int(in: 10...60) ?? 30
        if let node = keys.optional("ramp") {
            guard from == .clip else { throw node.error("only a clip has one", remedy: "say \"from\": \"clip\"") }
            ramp = try node.array(max: 16, of: Pace.init)
            for (index, pace) in ramp.enumerated() where index > 0 {
                guard let before = ramp[index - 1].until, pace.until ?? .infinity > before else {
                    throw node.error("each \"until\" comes after the one before; only the last may be left out")
                }
            }
        }
        if let node = keys.optional("trim") {
            guard from == .clip else { throw node.error("only a clip is trimmed", remedy: "say \"from\": \"clip\"") }
            let ends = try node.array(max: 2) { (node) throws(StrictJSONError) in try node.double(in: 0...3_600) }
            guard ends.count == 2, ends[0] < ends[1] else {
                throw node.error(expected: "two times in seconds, the earlier one first, such as [0.5, 8]")
            }
            trim = ends[0]...ends[1]
        }
        let most = keys.optional("maxSeconds")
        maxSeconds = try most?.double(in: 1...60)
        let least = keys.optional("minSeconds")
        minSeconds = try least?.double(in: 0...60) ?? min(3, maxSeconds ?? 3)
        if let least, let maxSeconds, minSeconds > maxSeconds {
            throw least.error("a film cannot last at least \(minSeconds) s and at most \(maxSeconds) s")
        }
        if let node = keys.optional("music") {
            let keys = try node.object()
            var music = Music(file: try keys.required("file").fileName())
            music.start = try keys.optional("start")?.double(in: 0...3_600) ?? 0
            music.fadeOut = try keys.optional("fadeOut")?.double(in: 0...30) ?? 0
            try keys.finish()
            self.music = music
        }
        poster = try keys.optional("poster")?.double(in: 0...60) ?? 0
    }
}

extension AnimationPlan.Film.Pace {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        until = try keys.optional("until")?.double(in: 0...3_600)
        speed = try keys.required("speed").double(in: 0.1...16)
        try keys.finish()
    }
}

extension AnimationPlan.Frame {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        capture = try keys.required("capture").int(in: 1...999)
        delay = try keys.optional("delay")?.delay()
        overlays = try keys.optional("overlays")?.array(max: 64, of: Layout.Overlay.init) ?? []
        texts = try keys.optional("texts")?.array(max: 64, of: Layout.Text.init) ?? []
        effects = try keys.optional("effects")?.effects() ?? []
        try keys.finish()
    }
}

extension JSONNode {
    /// GIF counts in hundredths of a second, and viewers slow down anything below two of them.
    fileprivate func delay() throws(StrictJSONError) -> Int { try int(in: 20...60_000) }
}

extension Layout.Background {
    /// The moving background that is named; nil when it is of another kind.
    fileprivate static func clip(_ node: JSONNode) throws(StrictJSONError) -> String? {
        guard case .object = node.value, let clip = try node.object().optional("clip") else { return nil }
        let keys = try node.object()
        _ = keys.optional("clip")
        try keys.finish()
        return try clip.fileName()
    }
}

extension Layout.Overlay {
    /// One of an animation: it may be a clip with alpha, or numbered pictures.
    fileprivate static func still(orMoving node: JSONNode) throws(StrictJSONError) -> Layout.Overlay {
        guard case .object = node.value, let clip = try node.object().optional("clip") else {
            return try Layout.Overlay(node)
        }
        let keys = try node.object()
        _ = keys.optional("clip")
        var overlay = Layout.Overlay(picture: try clip.fileName())
        overlay.moves = true
        let places = ["x", "y", "w", "h"].filter { keys.optional($0) != nil }
        if !places.isEmpty { overlay.box = try Layout.Box(keys) }
        try keys.finish()
        return overlay
    }
}
