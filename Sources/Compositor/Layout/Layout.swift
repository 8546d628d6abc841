public import Effects
public import Imaging

/// A template as `layout.json` says it: lengths unresolved, files named but not read.
public struct Layout: Sendable {
    /// Absolute path of the folder that its files are relative to.
    public var folder: String
    public var name: String
    public var paper: Paper
    public var landscape = false
    public var background = Background.colour(.white)
    public var slots: [Slot] = []
    public var overlays: [Overlay] = []
    public var drawings: [Drawing] = []
    public var texts: [Text] = []
    public var codes: [Code] = []
    public var pieces: [Piece] = [Piece()]
    public var output = Output()
    public var animation: AnimationPlan?
    public var locale = "en"
    /// nil: the capture's own local time.
    public var timeZone: String?
    /// `layout.json` as read: with the files that it names, all that a render depends on.
    public var source: [UInt8] = []

    /// How many captures a FinalPhoto needs: the greatest number that a slot or an effect asks for.
    public var capturesNeeded: Int {
        (capturesShown + (slots.flatMap(\.effects) + pieces.flatMap(\.effects)).flatMap(\.captures)).max() ?? 0
    }

    /// Of every slot on every piece.
    var capturesShown: [Int] {
        let perPiece = slots.compactMap { slot -> Int? in
            guard case .capture(let number) = slot.subject else { return nil }
            return number
        }
        return pieces.flatMap { piece in perPiece.map { piece.capture(for: $0) } }
    }
}

extension Layout {
    public enum Background: Sendable, Hashable {
        case colour(Colour)
        case gradient(from: Colour, to: Colour, angle: Double)
        case picture(String)
    }

    public struct Box: Sendable, Hashable {
        public var x, y, width, height: Length
        public static let whole = Box(x: .share(0), y: .share(0), width: .share(1), height: .share(1))
    }

    public struct Slot: Sendable {
        public var subject: Subject
        public var box: Box
        public var z = 0
        public var rotation = 0.0
        public var opacity = 1.0
        public var fit = Fit.cover
        public var focus = Focus.point(x: 0.5, y: 0.5)
        public var shape = Shape.rectangle
        public var border: Line?
        public var shadow: DropShadow?
        public var effects: [EffectCall] = []
    }

    public enum Subject: Sendable, Hashable {
        /// Counts from 1.
        case capture(Int)
        case picture(String)
    }

    public enum Fit: String, Sendable, CaseIterable { case cover, contain, stretch }

    public enum Focus: Sendable, Hashable {
        /// Shares of the picture, 0…1 from its top left.
        case point(x: Double, y: Double)
        case attention
    }

    public enum Shape: Sendable, Hashable {
        case rectangle, ellipse
        case rounded(radius: Length)
        case mask(String)
    }

    public struct Line: Sendable, Hashable {
        public var width: Length
        public var colour: Colour
    }

    public struct DropShadow: Sendable, Hashable {
        public var x, y, blur: Length
        public var colour: Colour
        public var opacity: Double
    }

    public struct Overlay: Sendable {
        public var picture: String
        /// nil: the whole `area`.
        public var box: Box?
        public var area = Area.trim
        public var z = 10
        public var rotation = 0.0
        public var opacity = 1.0
        public var blend = BlendMode.normal
        /// Whether `picture` names a clip, or numbered pictures.
        public var moves = false
    }

    /// A place for what a guest has drawn or signed.
    public struct Drawing: Sendable {
        public var box: Box
        public var z = 15
        public var rotation = 0.0
    }

    public enum Area: String, Sendable, CaseIterable { case trim, canvas }

    public struct Text: Sendable {
        public var text: Tokens
        public var box: Box
        public var font: FontChoice
        /// nil: the largest that fits into the box.
        public var size: Length?
        public var align = TextStyle.Align.centre
        public var valign = TextStyle.VerticalAlign.middle
        public var wrap: Bool
        public var letterSpacing = Length.pixels(0)
        public var lineHeight = 1.0
        public var colour = Colour.black
        public var outline: Line?
        public var shadow: DropShadow?
        public var rotation = 0.0
        public var opacity = 1.0
        public var z = 20
    }

    public struct FontChoice: Sendable, Hashable {
        public var family: String?
        /// Relative to the layout's folder.
        public var file: String?
        public var weight = 400
        public var italic = false
        /// Shows the whole text when this font lacks a letter of it; it may have a fallback of its own.
        public var fallback: [FontChoice] = []

        /// This font, and those that stand behind it, in order.
        public var chain: [FontChoice] { [self] + fallback.flatMap(\.chain) }
    }

    public struct Code: Sendable {
        public enum Extent: Sendable, Hashable {
            /// Side of the whole symbol with its quiet zone.
            case size(Length)
            /// Pixels of one module.
            case module(Int)
        }
        public var content: Tokens
        public var x, y: Length
        public var extent: Extent
        public var quiet = 4
        public var correction = QRCode.Correction.medium
        public var colour = Colour.black
        public var background = Colour.white
        public var z = 30
    }

    /// What differs from piece to piece of an imposed paper.
    public struct Piece: Sendable {
        public var captures: [Int]?
        public var effects: [EffectCall] = []
        public var background: Background?

        /// The capture that stands where the layout says `number`.
        func capture(for number: Int) -> Int {
            guard let captures, number <= captures.count else { return number }
            return captures[number - 1]
        }
    }

    public struct Output: Sendable, Hashable {
        public var quality = 95
        public var chroma = Chroma.full
        /// nil: sRGB. Otherwise a file in the layout's folder.
        public var profile: String?
        public var light = Light.gamma
    }
}
