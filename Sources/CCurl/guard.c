// Addresses by what they lead to. The special ranges are those of the IANA registries for special-purpose addresses
// (RFC 6890), and all of IPv6 beyond 2000::/3, which is what is routed in public.
#include "CCurl.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum kind { kind_public, kind_local, kind_neither };

struct range {
    uint32_t base;
    int bits;
    enum kind kind;
};

static const struct range ranges[] = {
    {0x00000000, 8, kind_neither},   // 0.0.0.0: "this host"; Linux takes it for loopback
    {0x0a000000, 8, kind_local},     // 10.0.0.0
    {0x64400000, 10, kind_local},    // 100.64.0.0: behind a carrier's NAT
    {0x7f000000, 8, kind_local},     // 127.0.0.0
    {0xa9fe0000, 16, kind_local},    // 169.254.0.0: link-local, and where clouds keep their keys
    {0xac100000, 12, kind_local},    // 172.16.0.0
    {0xc0000000, 24, kind_neither},  // 192.0.0.0: protocol assignments
    {0xc0000200, 24, kind_neither},  // 192.0.2.0: documentation
    {0xc0586300, 24, kind_neither},  // 192.88.99.0: relays to IPv6
    {0xc0a80000, 16, kind_local},    // 192.168.0.0
    {0xc6120000, 15, kind_neither},  // 198.18.0.0: benchmarks
    {0xc6336400, 24, kind_neither},  // 198.51.100.0: documentation
    {0xcb007100, 24, kind_neither},  // 203.0.113.0: documentation
    {0xe0000000, 3, kind_neither},   // 224.0.0.0 and above: multicast, reserved, broadcast
};

static enum kind kind_of_v4(uint32_t address) {
    for (size_t index = 0; index < sizeof ranges / sizeof *ranges; index++) {
        if (((address ^ ranges[index].base) >> (32 - ranges[index].bits)) == 0) return ranges[index].kind;
    }
    return kind_public;
}

static uint32_t word(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static enum kind kind_of_v6(const uint8_t *bytes) {
    static const uint8_t zeros[15];
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    if (memcmp(bytes, zeros, 15) == 0) return bytes[15] == 1 ? kind_local : kind_neither;  // ::1; ::
    if (memcmp(bytes, mapped, 12) == 0) return kind_of_v4(word(bytes + 12));
    if ((bytes[0] & 0xfe) == 0xfc) return kind_local;                      // fc00::/7
    if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) return kind_local;  // fe80::/10
    if ((bytes[0] & 0xe0) != 0x20) return kind_neither;                    // all but 2000::/3
    // What carries an address of IPv4 leads to that one: 6to4 (2002::/16). Teredo (2001::/32) hides its.
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return kind_of_v4(word(bytes + 2)) == kind_public ? kind_public : kind_neither;
    uint32_t start = word(bytes);
    if (start == 0x20010000 || start == 0x20010db8) return kind_neither;
    return kind_public;
}

bool ccurl_may_reach(enum ccurl_reach reach, const struct sockaddr *address) {
    enum kind kind = kind_neither;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        kind = kind_of_v4(ntohl(v4.sin_addr.s_addr));
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        kind = kind_of_v6(v6.sin6_addr.s6_addr);
    }
    switch (reach) {
    case ccurl_reach_public: return kind == kind_public;
    case ccurl_reach_local: return kind == kind_local;
    case ccurl_reach_any: return kind != kind_neither;
    }
    return false;
}

static curl_socket_t open_socket(void *user, curlsocktype purpose, struct curl_sockaddr *address) {
    struct ccurl_gate *gate = user;
    if (purpose != CURLSOCKTYPE_IPCXN || !ccurl_may_reach(gate->reach, &address->addr)) {
        gate->has_refused = true;
        return CURL_SOCKET_BAD;
    }
    curl_socket_t opened = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (opened == CURL_SOCKET_BAD) return opened;
    // The kernel takes no more than it can send soon: what waits in it can be neither stopped nor overtaken, and counts as sent.
    // A failure changes nothing but that.
    int waiting = 128 * 1024;
    (void)setsockopt(opened, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &waiting, sizeof waiting);
    return opened;
}

CURLcode ccurl_guard(CURL *easy, struct ccurl_gate *gate) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, gate);
    return code ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
}
