/// What guests are told when something does not go as it should: kindly, and without names of files or devices. Each is a key of
/// the section `trouble` in `web/text/LANG.json`, where the sentences stand in every language.
public enum GuestNotice: String, CaseIterable, Sendable {
    /// Nobody can begin for a moment.
    case pause = "break"
    /// Nobody can begin until the host has come.
    case host
    case camera, cameraHand, again, focus
    /// Whatever happens, the picture is not lost.
    case safe
    case cancelled
    case paper, printer, printerHand, printerFull, print, noPrints
    case ai

    public var key: String { "trouble.\(rawValue)" }
}
