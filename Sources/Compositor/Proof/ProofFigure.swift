import Imaging

extension Step {
    /// The same with a figure where a capture would be.
    func standingIn() throws(ImagingError) -> Step {
        guard case .slot(var slot) = self, case .capture(let wish, _) = slot.picture else { return self }
        let figure = try wish.view.figure(tone: [Colour].tones[(wish.capture - 1) % [Colour].tones.count])
        slot.picture = .fixed(figure, try figure.mounted(slot.dressing))
        return .slot(slot)
    }
}

extension PictureView {
    /// Head and shoulders, as large as a guest is who fills the slot, on a plain ground.
    fileprivate func figure(tone: Colour) throws(ImagingError) -> Patch {
        let box = rotation == 0 ? frame.bounds : frame.outline(.rectangle, rotation: rotation).bounds
        var canvas = try Canvas(width: box.width, height: box.height, colour: tone)
        let side = min(frame.width, frame.height)
        let light = Colour(red: 255, green: 255, blue: 255)
        for (y, width, height) in [(0.40, 0.34, 0.40), (1.43, 0.86, 1.60)] {
            let part = Outline(
                .ellipse, centreX: frame.centreX, centreY: frame.centreY + (y - 0.5) * side, width: width * side,
                height: height * side
            ).turned(by: rotation, aboutX: frame.centreX, y: frame.centreY)
            let shade = try Shade(part.moved(x: -box.x, y: -box.y))
            try canvas.fill(light, through: shade.coverage, x: shade.x, y: shade.y, opacity: 0.35)
        }
        return Patch(image: try canvas.finished(), x: box.x, y: box.y, frame: frame)
    }
}

extension [Colour] {
    /// Quiet ones, of one lightness, so that no slot looks more important than another.
    fileprivate static let tones = [
        Colour(red: 124, green: 148, blue: 174), Colour(red: 179, green: 145, blue: 116),
        Colour(red: 126, green: 158, blue: 126), Colour(red: 168, green: 134, blue: 162),
        Colour(red: 176, green: 160, blue: 108), Colour(red: 112, green: 158, blue: 158),
        Colour(red: 184, green: 132, blue: 132), Colour(red: 138, green: 140, blue: 170),
    ]
}
