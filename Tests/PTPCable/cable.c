/* A port driver of libgphoto2 that knows no USB: what it is asked it passes to the program that listens at $PTP_CABLE, which
 * plays bus and cameras. Built by scripts/virtual-camera; used by the tests of cameras.
 *
 * Question: operation, size, time-out in ms, length (four words), then bytes. Answer: result, length, then bytes. The program
 * answers always and keeps the time-outs itself, so that nothing here needs a clock. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <gphoto2/gphoto2-port-library.h>
#include <gphoto2/gphoto2-port-result.h>

enum { LIST, OPEN, WRITE, READ, INTERRUPT, CLASS, RESET };

struct _GPPortPrivateLibrary {
    int line;
    char devices[4096];  /* as they were when the port was made: thousands of models are looked for, one after the other */
};

static int whole(int line, void *bytes, size_t size, int is_write) {
    for (char *at = bytes; size > 0;) {
        ssize_t done = is_write ? send(line, at, size, MSG_NOSIGNAL) : recv(line, at, size, 0);
        if (done <= 0) return 0;
        at += done, size -= (size_t)done;
    }
    return 1;
}

static int dial(void) {
    const char *path = getenv("PTP_CABLE");
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!path || strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int line = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line >= 0 && connect(line, (struct sockaddr *)&address, sizeof address) == 0) return line;
    if (line >= 0) close(line);
    return -1;
}

static int ask(int line, uint32_t operation, uint32_t size, int timeout, const void *out, uint32_t length, void *in) {
    uint32_t question[4] = {operation, size, (uint32_t)timeout, length};
    struct { int32_t result; uint32_t length; } answer;
    if (line < 0 || !whole(line, question, sizeof question, 1) || (length && !whole(line, (void *)out, length, 1)) ||
        !whole(line, &answer, sizeof answer, 0) || answer.length > size || (answer.length && !whole(line, in, answer.length, 0)))
        return GP_ERROR_IO_USB_FIND;
    return answer.result;
}

/* One line for each camera: "usb:001,004 04b0 0437". */
static int devices(char *text, size_t size) {
    int line = dial();
    int result = ask(line, LIST, (uint32_t)size - 1, 0, NULL, 0, text);
    if (line >= 0) close(line);
    text[result > 0 ? result : 0] = 0;
    return result;
}

GPPortType gp_port_library_type(void) { return GP_PORT_USB; }

static int add(GPPortInfoList *list, const char *path) {
    GPPortInfo info;
    gp_port_info_new(&info);
    gp_port_info_set_type(info, GP_PORT_USB);
    gp_port_info_set_name(info, path[0] == '^' ? "" : "Universal Serial Bus");
    gp_port_info_set_path(info, path);
    return gp_port_info_list_append(list, info);
}

int gp_port_library_list(GPPortInfoList *list) {
    char text[4096];
    add(list, "^usb:");
    devices(text, sizeof text);
    for (char *rest, *one = strtok_r(text, "\n", &rest); one; one = strtok_r(NULL, "\n", &rest)) {
        char path[64];
        if (sscanf(one, "%63s", path) == 1) add(list, path);
    }
    return GP_OK;
}

static int begin(GPPort *port) {
    port->pl = calloc(1, sizeof *port->pl);
    port->pl->line = -1;
    devices(port->pl->devices, sizeof port->pl->devices);
    return GP_OK;
}

static int leave(GPPort *port) {
    if (port->pl && port->pl->line >= 0) close(port->pl->line);
    if (port->pl) port->pl->line = -1;
    return GP_OK;
}

static int end(GPPort *port) {
    leave(port);
    free(port->pl);
    port->pl = NULL;
    return GP_OK;
}

static int claim(GPPort *port) {
    port->pl->line = dial();
    const char *path = port->settings.usb.port;
    int result = ask(port->pl->line, OPEN, 0, 0, path, (uint32_t)strlen(path), NULL);
    if (result < 0) leave(port);
    return result;
}

static int get(GPPort *port, char *bytes, int size) {
    return ask(port->pl->line, READ, (uint32_t)size, port->timeout, NULL, 0, bytes);
}
static int put(GPPort *port, const char *bytes, int size) {
    return ask(port->pl->line, WRITE, 0, port->timeout, bytes, (uint32_t)size, NULL);
}
static int interrupt(GPPort *port, char *bytes, int size, int timeout) {
    return ask(port->pl->line, INTERRUPT, (uint32_t)size, timeout, NULL, 0, bytes);
}
static int reset(GPPort *port) { return ask(port->pl->line, RESET, 0, 0, NULL, 0, NULL); }
static int update(GPPort *port) { return port ? GP_OK : GP_ERROR; }
static int clear_halt(GPPort *port, int endpoint) { return port && endpoint >= 0 ? GP_OK : GP_ERROR; }
static int class_write(GPPort *port, int request, int value, int index, char *bytes, int size) {
    (void)value, (void)index, (void)bytes, (void)size;
    return ask(port->pl->line, CLASS, (uint32_t)request, port->timeout, NULL, 0, NULL);
}
static int class_read(GPPort *port, int request, int value, int index, char *bytes, int size) {
    (void)port, (void)request, (void)value, (void)index, (void)bytes, (void)size;
    return GP_ERROR_NOT_SUPPORTED;
}

static int find(GPPort *port, int vendor, int product) {
    char text[4096];
    strcpy(text, port->pl->devices);
    for (char *rest, *one = strtok_r(text, "\n", &rest); one; one = strtok_r(NULL, "\n", &rest)) {
        char path[64];
        int its_vendor, its_product;
        if (sscanf(one, "%63s %x %x", path, &its_vendor, &its_product) != 3) continue;
        if (strcmp(path, port->settings.usb.port) || its_vendor != vendor || its_product != product) continue;
        port->settings.usb.config = port->settings.usb.interface = port->settings.usb.altsetting = 0;
        port->settings.usb.inep = 0x81, port->settings.usb.outep = 0x02, port->settings.usb.intep = 0x83;
        port->settings.usb.maxpacketsize = 512;
        return GP_OK;
    }
    return GP_ERROR_IO_USB_FIND;
}
static int find_class(GPPort *port, int class, int subclass, int protocol) {
    (void)port, (void)class, (void)subclass, (void)protocol;
    return GP_ERROR_IO_USB_FIND;
}

GPPortOperations *gp_port_library_operations(void) {
    GPPortOperations *all = calloc(1, sizeof *all);
    *all = (GPPortOperations){
        .init = begin, .exit = end, .open = claim, .close = leave, .read = get, .write = put, .check_int = interrupt,
        .update = update, .clear_halt = clear_halt, .msg_class_write = class_write, .msg_class_read = class_read,
        .find_device = find, .find_device_by_class = find_class, .reset = reset,
    };
    return all;
}
