import Files
import Imaging
public import Sessions

/// A file of an event's look: whether it is there, and holds what its name says.
public struct ThemeFile: Sendable {
    /// Relative to the event.
    public let path: String

    public init(_ path: String) { self.path = path }

    /// What is wrong with it, and what to do; nil: nothing. Blocks.
    public func flaw(in folder: EventFolder) -> (problem: String, remedy: String)? {
        let place = asSpelled(folder.path + "/" + path)
        guard FileIdentity(place) != nil else {
            return ("\(folder.path)/\(path) is not there", "copy it there, or take it out of \"theme\" in event.json")
        }
        guard let kind = missingKind(place) else { return nil }
        return ("\(folder.path)/\(path) holds no \(kind)", "take another file, or make this one anew")
    }

    /// What it should hold and does not; nil: it does.
    private func missingKind(_ place: String) -> String? {
        let head = head(of: place)
        switch path.split(separator: ".").last?.lowercased() {
        case "ttf", "otf", "woff2":
            let kinds = ["OTTO", "true", "wOF2"].map { Array($0.utf8) } + [[0, 1, 0, 0]]
            return kinds.contains { head.starts(with: $0) } ? nil : "font"
        case "mp3": return head.starts(with: "ID3".utf8) || head.starts(with: [0xff]) && isFrame(head) ? nil : "sound"
        case "ogg", "opus": return head.starts(with: "OggS".utf8) ? nil : "sound"
        case "wav": return head.starts(with: "RIFF".utf8) && head.dropFirst(8).starts(with: "WAVE".utf8) ? nil : "sound"
        case "m4a": return head.dropFirst(4).starts(with: "ftyp".utf8) ? nil : "sound"
        case "mp4": return head.dropFirst(4).starts(with: "ftyp".utf8) ? nil : "film"
        case "webm": return head.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) ? nil : "film"
        case "svg": return String(decoding: head, as: UTF8.self).contains("<svg") ? nil : "picture"
        default: return (try? PictureFile(path: place)) == nil ? "picture" : nil
        }
    }

    /// Eleven bits that are set begin a frame of MPEG audio.
    private func isFrame(_ head: [UInt8]) -> Bool { head.count > 1 && head[1] & 0xe0 == 0xe0 }

    private func head(of place: String) -> [UInt8] {
        do throws(FilesError) { return try FileReading(place).next(4_096) } catch { return [] }
    }
}
