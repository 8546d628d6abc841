import Actions
import Compositor
import Engine
import Faults
import Files
import Glibc
import HTTP
import Sessions
import Terminal
import Web

/// Pages for operators and guests.
enum WebOptions {
    static let web = Option.single(
        "web", "[HOST:]PORT",
        """
        serve pages for operators and, with a booth, the guests' screen; PORT alone: to this machine only; 0: any free \
        port
        """)
    static let share = Option.single("share", "[HOST:]PORT", "serve the pages behind guests' links, and nothing else")
    static let tls = Option.single(
        "tls", "CERT,KEY",
        "speak TLS to operators with these files, PEM (with a HOST, default: a certificate made here)")
    static let host = Option.repeated(
        "host", "NAME", "what a proxy before --web calls it, which then speaks TLS: booth.example")
    static let pages = OptionSection("Pages", web, share, tls, host)

    static let command = Command(
        "booth web", "serve the pages of events, without a booth",
        usages: ["EVENT… [--web [HOST:]PORT] [--share [HOST:]PORT] [OPTION…]", "login EVENT", "pin"], sections: [pages],
        takesArguments: true,
        examples: [
            .init("booth web party --web 8080", "for a browser on this machine"),
            .init("booth web party --web 0.0.0.0:8443 --share 0.0.0.0:8080", "for phones in the same network"),
            .init("booth web login party", "a link, and its code for phones, that logs one browser in"),
            .init("booth web pin", "set the PIN that lets an operator in at the guests' screen"),
        ])
}

extension Family {
    static let web = Family(
        name: "web", summary: "serve the pages of events",
        verbs: [
            Verb(command: WebOptions.command) { arguments in
                if arguments.words.first == "login" { return try await invite(arguments) }
                if arguments.words.first == "pin" { return try setPIN(arguments) }
                return try await serveEvents(arguments)
            }
        ])
}

private func serveEvents(_ arguments: Arguments) async throws -> ExitStatus {
    guard !arguments.words.isEmpty else { throw TerminalError.usage("name the folder of an event") }
    let folders = arguments.words.map { EventFolder(asSpelled($0)) }
    let serving = try serve(arguments) {
        var sites: [EventSite] = []
        for folder in folders {
            let site = try EventSite(folder, .this)
            guard !sites.contains(where: { $0.id == site.id }) else {
                throw TerminalError.usage(
                    "\(folder.path): the same event as \(sites.first { $0.id == site.id }?.folder.path ?? "another")",
                    remedy: "name each event once")
            }
            sites.append(site)
        }
        return sites
    } say: {
        try? Console.out($0 + "\n")
    }
    guard let serving else { throw TerminalError.usage("say --web PORT, --share PORT or both") }
    Interruption.watch()
    ServiceNotice()?.send("READY=1")
    while !Interruption.isAsked { try? await Task.sleep(for: .milliseconds(50)) }
    ServiceNotice()?.send("STOPPING=1")
    await serving.stop()
    Interruption.obey()
    return .done
}

/// Opens the listeners that the options name; nil: they name none, and nothing listens.
func serve(
    _ arguments: Arguments, _ sites: () throws -> [EventSite], say: (String) -> Void
) throws -> Serving? {
    func address(_ option: Option<String?>) throws -> Address? {
        try arguments[option].map { try Address(parsing: $0) }
    }
    let (operators, guests) = (try address(WebOptions.web), try address(WebOptions.share))
    let names = arguments[WebOptions.host]
    guard operators != nil || guests != nil else {
        guard arguments[WebOptions.tls] == nil, names.isEmpty else {
            throw TerminalError.usage("--tls and --host are about --web", remedy: "say --web PORT, too")
        }
        return nil
    }
    var options = WebServer.Options(
        state: try stateFolder(), settings: try settingsFolder(),
        pages: .standard("web", program: programPath(), orCheckout: true),
        texts: .standard("web/text", program: programPath(), orCheckout: true))
    (options.names, options.host) = (names, operators?.host)
    let certificate = try certificate(arguments[WebOptions.tls], operators, names, options.state)
    raiseOpenFiles()
    let sites = try sites()
    let serving = try Serving(
        WebServer(sites, options: options), operators: operators, guests: guests, certificate: certificate)
    if let base = serving.base {
        let folder = sites.first?.folder.path ?? "EVENT"
        let hasScreen = sites.contains { $0.engine != nil }
        if hasScreen { say("guests' screen: \(base)/") }
        let place = names.isEmpty ? "" : ", which is to lead to \(serving.operators.map { "\($0.address)" } ?? "")"
        say("operators: \(base)/\(hasScreen ? "operator/" : "")\(place) (log in: booth web login \(folder))")
        if let certificate, arguments[WebOptions.tls] == nil {
            say("its certificate was made here; browsers show its SHA-256 fingerprint: \(certificate.fingerprint)")
        }
    }
    if let listener = serving.guests { say("guests: http://\(listener.address.reachable)/s/") }
    return serving
}

/// What goes through a network is encrypted, here or by a proxy.
private func certificate(
    _ files: String?, _ operators: Address?, _ names: [String], _ state: String
) throws -> Certificate? {
    guard let operators else { return nil }
    if let files {
        let parts = files.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw TerminalError.unexpected(option: "--tls", expected: "CERT,KEY", found: files)
        }
        return try Certificate(certificate: parts[0], key: parts[1])
    }
    guard !operators.isLoopback, names.isEmpty else { return nil }
    var own = ["localhost", "127.0.0.1", "::1"]
    if !operators.isAny { own.append(operators.host) }
    var host = [CChar](repeating: 0, count: 256)
    if gethostname(&host, 255) == 0 {
        own.append(host.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
    }
    return try Certificate.kept(in: state, names: own)
}

/// A connection needs a descriptor or two, and the booth's own files must not want for one.
private func raiseOpenFiles() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < 8_192 else { return }
    limit.rlim_cur = min(limit.rlim_max, 8_192)
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
}

/// A link that is good once.
private func invite(_ arguments: Arguments) async throws -> ExitStatus {
    guard arguments.words.count == 2 else { throw TerminalError.usage("name the event: booth web login EVENT") }
    let folder = EventFolder(asSpelled(arguments.words[1]))
    let event = try Event(in: folder)
    let state = try stateFolder()
    guard let base = ServingNotice.base(of: event.id, in: state) else { throw NotServed(path: folder.path) }
    let link = "\(base)/login/\(try OperatorSecret(folder: state).invitation())"
    try Console.out(link + "\n\n" + QRCode(content: link, correction: .low).blocks() + "\n")
    Console.error(
        "booth: good for one browser and for \(Int(OperatorSecret.patience / .seconds(60))) minutes; a message that shows a preview of "
            + "it uses it up\n")
    return .done
}

/// No pages for operators of an event are served by this user.
private struct NotServed: Fault {
    let path: String

    var report: FaultReport {
        FaultReport(
            "\(path): nobody serves its pages, or another user does",
            remedy: "booth web \(path) --web 8080, or booth run with --web", status: .notThere)
    }
}
