public import Effects

/// One set of captures and what is to be made of it.
public struct RenderJob: Sendable {
    /// In the order in which they were taken.
    public var captures: [String]
    /// Where the FinalPhoto goes; its ending says whether JPEG, PNG or WebP.
    public var output: String?
    /// Where the animation goes: GIF or WebP; of the module Motion, a film as well.
    public var animation: String?
    /// Where a picture out of the film goes, a JPEG.
    public var poster: String?
    /// Seconds of a clip that are shown, instead of what the layout says.
    public var trim: ClosedRange<Double>?
    public var values: Values
    /// After those of each slot.
    public var effects: [EffectCall]
    /// The file with the strokes that the guest has drawn; nil: nothing.
    public var drawing: String?
    /// A shot of the screen without guests, for green screens that name none.
    public var emptyScreen: String?
    /// What an operator should know of how the job came about.
    public var warnings: [String]

    public init(
        captures: [String], output: String? = nil, animation: String? = nil, values: Values = Values(),
        effects: [EffectCall] = [], emptyScreen: String? = nil, warnings: [String] = []
    ) {
        (self.captures, self.output, self.animation) = (captures, output, animation)
        (self.values, self.effects, self.emptyScreen) = (values, effects, emptyScreen)
        self.warnings = warnings
    }
}

/// What became of a job.
public struct RenderResult: Sendable {
    public var outputs: [Rendered] = []
    /// What an operator should know although it was rendered.
    public var warnings: [String] = []
    /// Of a film among the outputs.
    public var film: Film?

    public struct Film: Sendable, Equatable {
        public var width: Int
        public var height: Int
        public var milliseconds: Int

        public init(width: Int, height: Int, milliseconds: Int) {
            (self.width, self.height, self.milliseconds) = (width, height, milliseconds)
        }
    }

    public init(outputs: [Rendered] = [], warnings: [String] = []) {
        (self.outputs, self.warnings) = (outputs, warnings)
    }
}

/// What became of one output of a job.
public struct Rendered: Sendable {
    public enum State: String, Sendable {
        case written
        /// It was there already, made from the same inputs.
        case upToDate = "up to date"
        /// A dry run: it would be written.
        case due
    }

    public var path: String
    public var state: State
    /// Bytes of the file; 0 when it was not written.
    public var size: Int

    public init(path: String, state: State, size: Int) {
        (self.path, self.state, self.size) = (path, state, size)
    }
}
