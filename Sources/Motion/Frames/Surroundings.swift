import Compositor
import Imaging

/// What lies around and over the slots of every frame, as one overlay: drawn once with black and once with white in the slots, from
/// which follows what it lets through. nil where frames must be drawn each for itself.
func surroundings(
    _ composition: Composition, frame: Int, slots: [MovingSlot], width: Int, height: Int
) throws(MotionError) -> VideoOverlay? {
    guard slots.allSatisfy(\.isUpright), composition.onlyCovers(frame: frame) else { return nil }
    for (index, slot) in slots.enumerated() {
        for other in slots.dropFirst(index + 1) where !slot.box.even.intersection(other.box.even).isEmpty { return nil }
    }
    return try filming {
        let (black, white) = try composition.surroundings(ofFrame: frame, slots: slots)
        let box = PixelBox(x: 0, y: 0, width: width, height: height)
        return try VideoOverlay(onBlack: black.cropped(to: box), onWhite: white.cropped(to: box))
    }
}
