import Darkroom
import Files
import HTTP
import Sessions
import Work

extension EventSite {
    /// A file of a session: what the record does not know is not there, whatever lies in the folder.
    func media(_ request: Request, path: String) async throws(APIError) -> Answer {
        let known = try? await reader.read { (contents) throws(SessionsError) in try contents.file(at: path) }
        guard let known = known ?? nil else { throw Self.gone }
        let place = folder.path + "/" + path
        guard let file = await offPool({ try? ServedFile(place) }) else { throw Self.gone }
        let ending = MediaType.ending(of: path)
        let name = "\(known.number)-\(known.sha256.prefix(8)).\(ending)"
        var answer = Answer(
            .file(file), type: MediaType.of(path), headers: Self.lasting("\"\(known.sha256.prefix(32))\""))
        answer.headers["Content-Disposition"] =
            "\(request.query["download"] == nil ? "inline" : "attachment"); filename=\"\(name)\""
        return answer
    }

    /// A small picture of one.
    func thumb(_ path: String) async throws(APIError) -> Answer {
        let known = try? await reader.read { (contents) throws(SessionsError) in try contents.file(at: path) }
        guard let known = known ?? nil, let file = await thumbs.file(ReducedPicture(of: path, .thumb)) else {
            throw Self.gone
        }
        return Answer(.file(file), type: "image/jpeg", headers: Self.lasting("\"t\(known.sha256.prefix(31))\""))
    }

    /// Names of files are those of contents, so that what a browser has once it has for ever.
    static func lasting(_ tag: String) -> Headers {
        ["ETag": tag, "Cache-Control": "private, max-age=31536000, immutable"]
    }

    private static let gone = APIError(status: 404, "there is no such file", remedy: "it was deleted, or it never was")
}
