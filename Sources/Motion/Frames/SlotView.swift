import Compositor
import Imaging

/// How frames of a clip come into one slot: what of them is decoded, in which size, and where it goes.
struct SlotView: Sendable {
    let slot: MovingSlot
    let view: ClipReader.View
    /// Where the decoded frame begins in the film, even; of a slot that is turned, 0, 0.
    let x: Int
    let y: Int
    /// The part of it that the slot wants.
    private let part: PixelBox

    init(_ slot: MovingSlot) {
        let own = slot.isUpright ? slot.box : PixelBox(x: 0, y: 0, width: slot.size.width, height: slot.size.height)
        let even = own.even
        let (scaleX, scaleY) = (
            slot.region.width / Double(own.width), slot.region.height / Double(own.height)
        )
        let (left, right) = Self.whole(
            slot.region.x + Double(even.x - own.x) * scaleX, Double(even.width) * scaleX, within: slot.width)
        let (top, bottom) = Self.whole(
            slot.region.y + Double(even.y - own.y) * scaleY, Double(even.height) * scaleY, within: slot.height)
        self.slot = slot
        view = .init(
            crop: PixelBox(x: left, y: top, width: right - left, height: bottom - top), width: even.width,
            height: even.height)
        (x, y) = (even.x, even.y)
        part = PixelBox(x: own.x - even.x, y: own.y - even.y, width: own.width, height: own.height)
    }

    /// Even pixels, since four of them share their colour.
    private static func whole(_ from: Double, _ extent: Double, within size: Int) -> (Int, Int) {
        let first = min(max(0, Int(from.rounded())), size - 2) & ~1
        let end = min(size, max(first + 2, Int((from + extent).rounded())))
        return (first, first + (end - first) & ~1)
    }

    /// A decoded frame as the slot takes it.
    func image(_ frame: VideoFrame) throws(ImagingError) -> Image { try frame.image().cropped(to: part) }
}
