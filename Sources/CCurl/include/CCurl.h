// libcurl for Swift, which cannot call variadic functions: one shim for each type of argument.
#ifndef CCURL_H
#define CCURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
// libcurl copies the text.
static inline CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
// libcurl keeps the pointer.
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}
// libcurl copies that many bytes.
static inline CURLcode ccurl_set_body(CURL *easy, const void *bytes, curl_off_t count) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code ? code : curl_easy_setopt(easy, CURLOPT_COPYPOSTFIELDS, bytes);
}
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

typedef size_t (*ccurl_transfer_callback)(char *bytes, size_t size, size_t count, void *user);
static inline CURLcode ccurl_on_transfer(CURL *easy, CURLoption option, ccurl_transfer_callback callback) {
    return curl_easy_setopt(easy, option, callback);
}
static inline CURLcode ccurl_on_progress(CURL *easy, curl_xferinfo_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, callback);
}
static inline CURLcode ccurl_on_request(CURL *easy, curl_prereq_callback callback) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
}

static inline long ccurl_long(CURL *easy, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}
static inline curl_off_t ccurl_size(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(easy, info, &value);
    return value;
}
static inline const char *ccurl_text(CURL *easy, CURLINFO info) {
    char *value = NULL;
    curl_easy_getinfo(easy, info, &value);
    return value;
}

// The result lies in a union, which Swift sees as bytes.
static inline CURLcode ccurl_result(const CURLMsg *message) { return message->data.result; }

// Where a transfer may go. Its connections are judged by the address that a name has led to, when they are opened: whatever
// was said of the name before, and however the address was spelled, counts for nothing.
enum ccurl_reach {
    ccurl_reach_public,  // addresses of the Internet only
    ccurl_reach_local,   // this machine, and private networks, only
    ccurl_reach_any,     // either; never multicast, nor addresses that stand for no single machine
};
struct ccurl_gate {
    enum ccurl_reach reach;
    bool has_refused;  // an address was refused
};

bool ccurl_may_reach(enum ccurl_reach reach, const struct sockaddr *address);
// Has every connection of `easy` judged; `gate` must live as long as the transfer.
CURLcode ccurl_guard(CURL *easy, struct ccurl_gate *gate);

#endif
