import StrictJSON

extension PrinterProfile {
    init(_ node: JSONNode, name: String) throws(StrictJSONError) {
        let keys = try node.object()
        self.name = name
        models =
            try keys.optional("models")?.array(max: 64) { (node) throws(StrictJSONError) in try node.string(limit: 128)
            } ?? []
        papers = try keys.required("papers").dictionary(max: 64, of: Paper.init)
        if let node = keys.optional("icc") {
            let file = try node.string(limit: 255)
            guard !file.contains("/"), !file.hasPrefix(".") else {
                throw node.error(expected: "the name of a file beside this one")
            }
            icc = file
        }
        options = try keys.optional("overcoat")?.printOptions() ?? []
        limits = try keys.optional("limits").map(PrintLimits.init) ?? PrintLimits()
        deadline = try keys.optional("deadline")?.double(in: 1...3600)
        if let node = keys.optional("roll") {
            let keys = try node.object()
            roll = Roll(
                prints: try keys.required("prints").int(in: 1...100_000),
                id: try keys.optional("id")?.string(limit: 64),
                loadedAt: try keys.required("loadedAt").int(in: 0...(1 << 52)))
            try keys.finish()
        }
        try keys.finish()
    }

    var json: JSONValue {
        .object(present: [
            "models": models.isEmpty ? nil : .array(models.map(JSONValue.string)),
            "papers": .object(papers.sorted { $0.key < $1.key }.map { .init($0.key, $0.value.json) }),
            "icc": icc.map(JSONValue.string), "overcoat": options.isEmpty ? nil : options.json,
            "limits": limits == PrintLimits() ? nil : limits.json, "deadline": deadline.map(JSONValue.number),
            "roll": roll.map {
                .object(present: [
                    "prints": .integer($0.prints), "id": $0.id.map(JSONValue.string), "loadedAt": .integer($0.loadedAt),
                ])
            },
        ])
    }
}

extension PrinterProfile.Paper {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        let media = try keys.required("media")
        if case .array = media.value {
            self.media = try media.array(max: 16) { (node) throws(StrictJSONError) in try node.string(limit: 128) }
        } else {
            self.media = [try media.string(limit: 128)]
        }
        if let node = keys.optional("trim") {
            let sides = try node.object()
            trimWidth = try sides.required("width").int(in: 16...20_000)
            trimHeight = try sides.required("height").int(in: 16...20_000)
            try sides.finish()
        }
        calibration = try keys.optional("calibration").map(CutCalibration.init)
        try keys.finish()
    }

    fileprivate var json: JSONValue {
        let trim = trimWidth.flatMap { width in
            trimHeight.map { ["width": .integer(width), "height": .integer($0)] as JSONValue }
        }
        return .object(present: [
            "media": media.count == 1 ? .string(media[0]) : .array(media.map(JSONValue.string)), "trim": trim,
            "calibration": calibration?.json,
        ])
    }
}

extension CutCalibration {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        left = try keys.required("left").int(in: 0...300)
        top = try keys.required("top").int(in: 0...300)
        right = try keys.required("right").int(in: 0...300)
        bottom = try keys.required("bottom").int(in: 0...300)
        try keys.finish()
    }

    fileprivate var json: JSONValue {
        ["left": .integer(left), "top": .integer(top), "right": .integer(right), "bottom": .integer(bottom)]
    }
}

extension PrintLimits {
    init(_ node: JSONNode) throws(StrictJSONError) {
        let keys = try node.object()
        session = try keys.optional("session")?.int(in: 0...100_000)
        picture = try keys.optional("picture")?.int(in: 0...100_000)
        event = try keys.optional("event")?.int(in: 0...1_000_000)
        queue = try keys.optional("queue")?.int(in: 1...1000)
        try keys.finish()
    }

    fileprivate var json: JSONValue {
        .object(present: [
            "session": session.map(JSONValue.integer), "picture": picture.map(JSONValue.integer),
            "event": event.map(JSONValue.integer), "queue": queue.map(JSONValue.integer),
        ])
    }
}
