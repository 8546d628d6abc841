import Files
import Foundation
import HTTP
import Rigs
import Testing

@testable import Web

/// The pages of a few words that stand in place of others.
@Suite struct NoticeTests {
    @Test(
        arguments: [
            ("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr;q=0.2, es;q=0.7", "es"), ("it,ar", "en"), ("*", "en"), ("", "en"),
            (";;q=x,,de;q=0", "en"), ("pt-BR, FR-ca", "fr"), (nil, "en"),
        ])
    func `A page is in the language that the browser wishes for`(header: String?, language: String) {
        #expect(OperatorLanguage.wished(header).rawValue == language)
    }

    @Test func `Every notice has its words in every language`() {
        let texts = SearchPath([Programs.root + "/web/text"])
        for language in OperatorLanguage.allCases {
            let words = language.words("notice", in: texts)
            for notice in Notice.allCases {
                for key in [notice.rawValue, notice.rawValue + "How"] {
                    #expect(words[key]?.isEmpty == false, "\(language) \(key)")
                    guard language != .en else { continue }
                    #expect(words[key] != OperatorLanguage.en.words("notice", in: texts)[key], "\(language) \(key)")
                }
            }
        }
    }

    @Test func `Who has not logged in, and whose link was used, reads what to do`() async throws {
        let party = try Party()
        let server = try party.server()
        let german: Headers = ["Accept-Language": "de"]
        let out = await server.answer(request("GET", "/operator/sessions", german))
        #expect(out.status == 401 && out.text.contains("<html lang=\"de\">") && !out.text.contains("<script"))
        #expect(out.text.contains("booth web login EVENT"), "\(out.text)")
        let code = try server.secret.invitation()
        let first = await server.answer(request("GET", "/login/\(code)", german))
        #expect(first.status == 200 && first.text.contains("Angemeldet") && first.text.contains("href=\"/operator/\""))
        let second = await server.answer(request("GET", "/login/\(code)", ["Accept-Language": "fr"]))
        #expect(second.status == 403 && second.text.contains("Ce lien ne connecte pas"))
        #expect(second.text.contains("booth web login EVENT"))
        // What they look like is there for whoever has not logged in.
        for match in out.text.matches(of: /(?:href|src)="([^"]+)"/) {
            #expect(await server.answer(request("GET", String(match.1))).status == 200, "\(match.1)")
        }
        for target in ["/nowhere", "/operator/nothing.js", "/media/none.jpg"] {
            let gone = await server.answer(request("GET", target, cookie: try server.login()))
            #expect(gone.status == 404 && gone.text.contains("There is nothing here"), "\(target)")
        }
        let host = await server.answer(request("GET", "/", host: "evil.example", german))
        #expect(host.status == 403 && host.text.contains("Diese Fotobox heißt nicht so"))
    }
}
