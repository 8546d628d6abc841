import Imaging

/// Where a layout shows what, as far as a screen needs it that shows guests their picture in the making.
public struct LayoutOutline: Sendable, Equatable {
    /// In shares of the FinalPhoto, from its top left corner.
    public struct Box: Sendable, Equatable {
        public var x, y, width, height: Double

        public init(x: Double, y: Double, width: Double, height: Double) {
            (self.x, self.y, self.width, self.height) = (x, y, width, height)
        }
    }

    /// Width by height of the FinalPhoto.
    public var aspect: Double
    /// One for each capture that is shown, in the order in which they are taken: where it is seen first. Upright, also where
    /// the slot is turned.
    public var boxes: [Box]
    /// Width by height of those slots, each as its picture stands; nil: the whole picture is shown.
    public var slots: [Double?]
    /// Width by height of the place for a drawing; nil: there is none.
    public var drawing: Double?
    /// Where that is; nil also where it lies turned on the paper.
    public var drawingBox: Box?
    /// Width by height of what a film shows of its clip or its captures; nil: all of it, or there is no animation.
    public var film: Double?

    public init(aspect: Double, boxes: [Box], slots: [Double?], drawing: Double? = nil, drawingBox: Box? = nil) {
        (self.aspect, self.boxes, self.slots) = (aspect, boxes, slots)
        (self.drawing, self.drawingBox) = (drawing, drawingBox)
    }

    /// Of the slot that a further picture goes into; of more pictures than slots, those begin anew.
    public func aspect(ofCapture number: Int) -> Double? {
        slots.isEmpty ? nil : slots[(max(number, 1) - 1) % slots.count]
    }
}

extension Template {
    public var outline: LayoutOutline {
        let measure = Measure(layout.paper)
        let trim = sheet.trim
        var boxes: [Int: LayoutOutline.Box] = [:]
        var slots: [Int: Double?] = [:]
        let count = max(sheet.places.count, 1)
        for index in 0..<count {
            let piece = layout.pieces[index % layout.pieces.count]
            for slot in layout.slots {
                guard case .capture(let number) = slot.subject, boxes[piece.capture(for: number)] == nil else {
                    continue
                }
                let capture = piece.capture(for: number)
                let frame = measure.frame(slot.box)
                boxes[capture] = box(placed(frame, onPiece: index), in: trim)
                slots[capture] = slot.fit == .contain ? .some(nil) : frame.width / frame.height
            }
        }
        let shown = boxes.keys.sorted()
        let drawing = layout.drawings.first.map { measure.frame($0.box) }
        var outline = LayoutOutline(
            aspect: Double(trim.width) / Double(trim.height), boxes: shown.map { boxes[$0]! },
            slots: shown.map { slots[$0]! }, drawing: drawing.map { $0.width / $0.height },
            drawingBox: sheet.turned ? nil : drawing.map { box(placed($0, onPiece: 0), in: trim) })
        if let plan = layout.animation, let slot = plan.places.first?.slot, slot.fit != .contain {
            let frame = Measure(plan, dpi: layout.paper.dpi).frame(slot.box)
            outline.film = frame.width / frame.height
        }
        return outline
    }

    /// A frame of a piece's canvas on the canvas that the FinalPhoto is cut from.
    private func placed(_ frame: Frame, onPiece index: Int) -> Frame {
        guard !sheet.places.isEmpty else { return frame }
        let (paper, place) = (layout.paper, sheet.places[index])
        let (x, y) = (frame.x - Double(paper.bleedX), frame.y - Double(paper.bleedY))
        guard sheet.turned else {
            return Frame(x: x + Double(place.x), y: y + Double(place.y), width: frame.width, height: frame.height)
        }
        // Clockwise by a right angle: what was on the left is above.
        return Frame(
            x: Double(paper.trimHeight) - y - frame.height + Double(place.x), y: x + Double(place.y),
            width: frame.height,
            height: frame.width)
    }

    private func box(_ frame: Frame, in trim: PixelBox) -> LayoutOutline.Box {
        LayoutOutline.Box(
            x: (frame.x - Double(trim.x)) / Double(trim.width), y: (frame.y - Double(trim.y)) / Double(trim.height),
            width: frame.width / Double(trim.width), height: frame.height / Double(trim.height))
    }
}
