import Rendering
import Terminal

/// What `render` accepts; the help is made from it.
enum RenderOptions {
    static let layout = Option.single("layout", "LAYOUT", "a folder that has a layout.json, or the name of a layout")
    static let output = Option.single("output", short: "o", "FILE", "write the FinalPhoto: .jpg, .png or .webp")
    static let animation = Option.single(
        "animation", "FILE", "write the animation of the layout: .mp4, .webm, .gif or .webp")
    static let poster = Option.single(
        "poster", "FILE", "with --animation: a picture out of the film, .jpg, .png or .webp")
    static let value = Option.repeated(
        "value", "KEY=VALUE", "the value of a token: event.name=Anna & Ben; a bare KEY means value.KEY")
    static let effect = Option.repeated(
        "effect", "NAME[:KEY=VALUE,…]",
        "treat the captures; several are applied in turn. Without --layout: one capture, full size")
    static let matte = Option.single(
        "matte", "FILE", "with --effect green-screen or cut-out: write the guests' coverage, 16-bit grey PNG")
    static let cutOut = Option.single(
        "cut-out", "FILE",
        "with --effect green-screen or cut-out: keep the guests alone, .png or .webp; either on that file is a composite only"
    )
    static let screenField = Option.single(
        "screen-field", "FILE", "with --effect green-screen: write the screen that was found")
    static let acceptDamaged = Option.flag(
        "accept-damaged", "render whatever can be decoded of a damaged capture or clip")
    static let bleed = Option.flag("bleed", "write the whole canvas, bleed included, in place of the trimmed picture")

    static let set = Option.list("set", "DIR", "each folder is a set: its pictures in the order of their names")
    static let into = Option.single(
        "into", "DIR", "where the sets go: the folder's name .jpg, and .gif if the layout has an animation")
    static let jobsFrom = Option.single(
        "jobs-from", "FILE",
        "JSON lines, - for standard input: {\"captures\":[…],\"output\":…,\"animation\":…,\"values\":{…},\"effects\":[…]}"
    )
    static let jobs = Option.single("jobs", "N", "how many at a time (default: the number of cores)")
    static let force = Option.flag("force", "render everything, up to date or not")
    static let dryRun = Option.flag("dry-run", "say what would be written, and write nothing")

    static let event = Option.single(
        "event", "EVENT", "the sessions of an event; its layouts win over others of that name")
    static let session = Option.single("session", "N|A..B|all", "which sessions (default: all finished ones)")

    static let validate = Option.flag("validate", "check the named layouts for what would spoil their prints")
    static let proof = Option.single(
        "proof", "FILE", "draw a layout with numbered slots, cut, bleed, safe area and what --validate says")
    static let check = Option.single("check", "DIR", "compare with golden images: NAME.json beside NAME.png")
    static let record = Option.flag("record", "with --check: replace the golden images by what is rendered now")
    static let results = Option.single(
        "results", "DIR", "with --check: where pictures of differences go (./check-results)")
    static let listEffects = Option.flag("list-effects", "the effects and their parameters")
    static let contactSheet = Option.single(
        "contact-sheet", "CAPTURE", "every look on one capture, with its name, and what --effect asks for besides")

    static let json = Option.flag("json", "results as JSON on standard output")
    static let quiet = Option.flag("quiet", "no progress and no warnings")

    static let version = Option.flag("version", "show the version")

    static let noLayout = "no --layout; name one, or see --help for what else there is"

    static let command = Command(
        "render", "turn captures into print-ready FinalPhotos, animations and films",
        usages: [
            "--layout LAYOUT CAPTURE… [-o FILE] [--animation FILE] [OPTION…]",
            "--layout LAYOUT CLIP --animation FILE [--trim A..B] [OPTION…]",
            "--layout LAYOUT --set DIR… --into DIR [OPTION…]",
            "--layout LAYOUT --jobs-from FILE|- [OPTION…]",
            "[--layout LAYOUT] --event EVENT [--session N|A..B|all]",
            "--effect NAME CAPTURE -o FILE",
            "--validate LAYOUT…",
            "--proof FILE LAYOUT",
            "--check DIR [--record] [--results DIR]",
            "--list-effects",
            "--contact-sheet CAPTURE -o FILE",
        ],
        sections: [
            OptionSection(
                "Input and output", layout, output, animation, poster, Trim.option, value, effect, matte, cutOut,
                screenField,
                acceptDamaged,
                bleed),
            OptionSection("Batches", set, into, jobsFrom, jobs, force, dryRun),
            OptionSection("Sessions of an event", event, session),
            OptionSection(
                "Checking layouts and effects", validate, proof, check, record, results, listEffects, contactSheet),
            OptionSection("Output", json, quiet, version),
        ],
        takesArguments: true,
        examples: [
            .init("render --layout classic-four-up IMG_0*.JPG -o party.jpg", "one FinalPhoto from four captures"),
            .init("render --layout square-social IMG_0*.JPG --animation party.gif", "the animation of a layout"),
            .init(
                "render --layout orbit spin.mov --animation spin.mp4", "a film of a clip, as a layout for clips says"),
            .init(
                "render --layout strip --set cards/* --into prints",
                "a whole event, in parallel; again: only what changed"),
            .init("render --validate layouts/strip", "before the event"),
            .init("render --proof strip.png strip", "the same as a picture, to look at or to pass on"),
        ])
}
