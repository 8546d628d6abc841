import Compositor
import Engine
import HTTP
import Sessions

extension Route {
    /// QR codes for guests' phones, as SVG.
    static let codes: [Route] = [
        .screen(.get, "/api/codes/link") { _, _, booth in
            guard let link = booth.engine.view.now.session?.link else {
                throw APIError(status: 404, "the session in hand has no link")
            }
            return try code(link)
        },
        .screen(.get, "/api/codes/wifi") { _, _, booth in
            guard let wifi = await booth.site.recentEvent().wifi else {
                throw APIError(status: 404, "the event names no network")
            }
            return try code(wifi.code)
        },
        .screen(.get, "/api/codes/form") { _, _, booth in try code(booth.form()) },
    ]

    private static func code(_ content: String) throws -> Answer {
        Answer(.text(try QRCode(content: content).svg()), type: "image/svg+xml")
    }
}

extension Booth {
    /// Where a guest answers the question in hand on the phone.
    fileprivate func form() throws(APIError) -> String {
        guard let base = server.guestsBase else {
            throw APIError(status: 404, "guests' phones cannot reach this booth", remedy: "booth run with --share")
        }
        let view = engine.view.now
        guard let place = view.place, view.step?.suitsPhones == true else {
            throw APIError(status: 404, "nothing is asked that is answered on a phone")
        }
        return "\(base)/f/\(site.questions.token(for: place))"
    }
}

extension WifiAccess {
    /// As phones read it (the Wi-Fi Alliance's WPA3 specification, section 7): signs that part its fields have a backslash before them.
    var code: String {
        func escaped(_ text: String) -> String { text.map { "\\;,:\"".contains($0) ? "\\\($0)" : "\($0)" }.joined() }
        guard let password else { return "WIFI:T:nopass;S:\(escaped(name));;" }
        return "WIFI:T:WPA;S:\(escaped(name));P:\(escaped(password));;"
    }
}
