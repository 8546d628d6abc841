/* libmicrohttpd for Swift, which can call no function with a variable number of arguments. */
#include <microhttpd.h>

/* What a daemon calls; all get `context` first. */
struct booth_http_calls {
    MHD_AcceptPolicyCallback accept;
    MHD_NotifyConnectionCallback connection;
    /* A request line was read; what it gives is the request's context from then on. */
    void *(*target)(void *context, const char *uri, struct MHD_Connection *connection);
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
};

struct booth_http_options {
    int listener;
    unsigned int connections;
    /* Seconds after which a connection ends on which nothing moves. */
    unsigned int timeout;
    /* Bytes for the head of a request and what MHD needs beside it. */
    size_t memory;
    size_t stack;
    /* PEM, both or neither. */
    const char *certificate;
    const char *key;
};

/* Bodies and paths are looked at by us: nothing is decoded on the way. */
static inline size_t booth_http_leave(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

/* A thread for each connection, so that a handler may wait. NULL when it cannot be started. */
static inline struct MHD_Daemon *booth_http_start(
    struct booth_http_options options, struct booth_http_calls calls, void *context) {
    unsigned int flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_ITC;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options.certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options.key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    if (options.certificate) flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, calls.accept, context, calls.handle, context,
        MHD_OPTION_LISTEN_SOCKET, options.listener,
        MHD_OPTION_CONNECTION_LIMIT, options.connections,
        MHD_OPTION_CONNECTION_TIMEOUT, options.timeout,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options.memory,
        MHD_OPTION_THREAD_STACK_SIZE, options.stack,
        MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, &booth_http_leave, context,
        MHD_OPTION_URI_LOG_CALLBACK, calls.target, context,
        MHD_OPTION_NOTIFY_COMPLETED, calls.completed, context,
        MHD_OPTION_NOTIFY_CONNECTION, calls.connection, context,
        MHD_OPTION_ARRAY, options.certificate ? tls : tls + 3,
        MHD_OPTION_END);
}

static inline int booth_http_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

static inline void *booth_http_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Macros that Swift does not see. */
static const uint64_t booth_http_unknown_size = MHD_SIZE_UNKNOWN;
static const ssize_t booth_http_end = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t booth_http_failure = MHD_CONTENT_READER_END_WITH_ERROR;
