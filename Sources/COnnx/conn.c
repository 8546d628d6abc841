// Of onnxruntime's C interface, only what is used is declared: a table of functions whose order is kept by its authors from
// release to release, asked for by the version that has all of them.
#include "conn.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { VERSION = 8, CPU_ARENA = 1, CPU_MEMORY = 0, FLOATS = 1, WARNINGS = 3 };

// Places in the table.
enum {
    GET_ERROR_MESSAGE = 2, CREATE_ENV = 3, CREATE_SESSION = 7, RUN = 9, CREATE_SESSION_OPTIONS = 10, SET_OPTIMIZATION = 23,
    SET_INTRA_THREADS = 24, SET_INTER_THREADS = 25, COUNT_INPUTS = 30, COUNT_OUTPUTS = 31, INPUT_TYPE = 33, INPUT_NAME = 36,
    OUTPUT_NAME = 37, CREATE_TENSOR = 49, TENSOR_DATA = 51, CAST_TO_TENSOR = 55, ELEMENT_TYPE = 60, COUNT_DIMENSIONS = 61,
    DIMENSIONS = 62, ELEMENT_COUNT = 64, VALUE_SHAPE = 65, CREATE_MEMORY = 69, ALLOCATOR = 78, RELEASE_ENV = 92,
    RELEASE_STATUS = 93, RELEASE_MEMORY = 94, RELEASE_SESSION = 95, RELEASE_VALUE = 96, RELEASE_TYPE = 98, RELEASE_SHAPE = 99,
    RELEASE_OPTIONS = 100, ADD_SETTING = 130,
};

typedef void *Status;
typedef struct {
    const void *const *(*api)(uint32_t version);
    const char *(*version)(void);
} Base;

struct conn_model {
    const void *const *api;
    void *library, *env, *session, *memory;
    char *input, *output;
    int height, width, outputs;
};

#define CALL(model, place, ...) ((Status(*)(__VA_ARGS__))(model)->api[place])
#define RELEASE(model, place, thing) ((void (*)(void *))(model)->api[place])(thing)

// Whether it went well; else what the runtime says is kept.
static bool fine(const conn_model *model, Status status, char *problem) {
    if (!status) return true;
    const char *words = ((const char *(*)(Status))model->api[GET_ERROR_MESSAGE])(status);
    snprintf(problem, CONN_WORDS, "%s", words ? words : "no reason was given");
    RELEASE(model, RELEASE_STATUS, status);
    return false;
}

static bool open_session(conn_model *m, const char *path, int threads, char *problem) {
    void *options = NULL;
    bool good = fine(m, CALL(m, CREATE_ENV, int, const char *, void **)(WARNINGS, "boothkit", &m->env), problem) &&
                fine(m, CALL(m, CREATE_SESSION_OPTIONS, void **)(&options), problem) &&
                fine(m, CALL(m, SET_INTRA_THREADS, void *, int)(options, threads), problem) &&
                fine(m, CALL(m, SET_INTER_THREADS, void *, int)(options, 1), problem) &&
                // A thread that waits for work must not take a core from whoever has some.
                fine(m, CALL(m, ADD_SETTING, void *, const char *, const char *)(options, "session.intra_op.allow_spinning", "0"),
                     problem) &&
                fine(m, CALL(m, CREATE_SESSION, void *, const char *, const void *, void **)(m->env, path, options, &m->session),
                     problem) &&
                fine(m, CALL(m, CREATE_MEMORY, int, int, void **)(CPU_ARENA, CPU_MEMORY, &m->memory), problem);
    if (options) RELEASE(m, RELEASE_OPTIONS, options);
    return good;
}

static bool know_input(conn_model *m, char *problem) {
    void *type = NULL, *shape = NULL, *allocator = NULL;
    size_t inputs = 0, outputs = 0, rank = 0;
    int64_t sides[4] = {0};
    int element = 0;
    if (!fine(m, CALL(m, COUNT_INPUTS, void *, size_t *)(m->session, &inputs), problem) ||
        !fine(m, CALL(m, COUNT_OUTPUTS, void *, size_t *)(m->session, &outputs), problem) ||
        !fine(m, CALL(m, ALLOCATOR, void **)(&allocator), problem))
        return false;
    if (inputs != 1 || outputs < 1) {
        snprintf(problem, CONN_WORDS, "it has %zu inputs and %zu outputs, where one picture goes in", inputs, outputs);
        return false;
    }
    bool good = fine(m, CALL(m, INPUT_NAME, void *, size_t, void *, char **)(m->session, 0, allocator, &m->input), problem) &&
                fine(m, CALL(m, OUTPUT_NAME, void *, size_t, void *, char **)(m->session, 0, allocator, &m->output), problem) &&
                fine(m, CALL(m, INPUT_TYPE, void *, size_t, void **)(m->session, 0, &type), problem) &&
                fine(m, CALL(m, CAST_TO_TENSOR, void *, void **)(type, &shape), problem);
    if (good && !shape) {
        snprintf(problem, CONN_WORDS, "its input is no tensor");
        good = false;
    }
    good = good && fine(m, CALL(m, ELEMENT_TYPE, void *, int *)(shape, &element), problem) &&
           fine(m, CALL(m, COUNT_DIMENSIONS, void *, size_t *)(shape, &rank), problem);
    if (good && (element != FLOATS || rank != 4)) {
        snprintf(problem, CONN_WORDS, "its input is no 1 x 3 x height x width of floats");
        good = false;
    }
    good = good && fine(m, CALL(m, DIMENSIONS, void *, int64_t *, size_t)(shape, sides, 4), problem);
    if (good && sides[1] > 0 && sides[1] != 3) {
        snprintf(problem, CONN_WORDS, "its input has %lld channels, where 3 belong", (long long)sides[1]);
        good = false;
    }
    if (good && (sides[2] > 4096 || sides[3] > 4096)) {
        snprintf(problem, CONN_WORDS, "its input is larger than 4096 pixels");
        good = false;
    }
    m->height = sides[2] > 0 ? (int)sides[2] : 0;
    m->width = sides[3] > 0 ? (int)sides[3] : 0;
    m->outputs = (int)outputs;
    if (type) RELEASE(m, RELEASE_TYPE, type);
    return good;
}

conn_model *conn_open(const char *runtime, const char *path, int threads, char *problem) {
    conn_model *model = calloc(1, sizeof *model);
    problem[0] = 0;
    if (!model) return NULL;
    model->library = dlopen(runtime, RTLD_NOW | RTLD_LOCAL);
    if (!model->library) {
        snprintf(problem, CONN_WORDS, "%s", dlerror());
    } else {
        const Base *(*base)(void) = (const Base *(*)(void))dlsym(model->library, "OrtGetApiBase");
        model->api = base ? base()->api(VERSION) : NULL;
        if (!model->api) snprintf(problem, CONN_WORDS, "%s: no library of onnxruntime 1.8 or newer", runtime);
    }
    if (model->api && open_session(model, path, threads, problem) && know_input(model, problem)) return model;
    conn_close(model);
    return NULL;
}

void conn_close(conn_model *model) {
    if (!model) return;
    if (model->memory) RELEASE(model, RELEASE_MEMORY, model->memory);
    if (model->session) RELEASE(model, RELEASE_SESSION, model->session);
    if (model->env) RELEASE(model, RELEASE_ENV, model->env);
    // The library stays open: its threads may still end in it.
    free(model);
}

void conn_size(const conn_model *model, int *height, int *width) { (*height = model->height, *width = model->width); }
int conn_outputs(const conn_model *model) { return model->outputs; }

bool conn_run(conn_model *m, const float *input, int height, int width, float *output, char *problem) {
    const int64_t sides[4] = {1, 3, height, width};
    const size_t bytes = (size_t)height * width * 3 * sizeof *input;
    void *value = NULL, *result = NULL, *shape = NULL;
    const float *data = NULL;
    size_t count = 0;
    problem[0] = 0;
    const char *inputs[1] = {m->input}, *outputs[1] = {m->output};
    bool good =
        fine(m, CALL(m, CREATE_TENSOR, void *, const void *, size_t, const int64_t *, size_t, int, void **)(
                    m->memory, input, bytes, sides, 4, FLOATS, &value), problem) &&
        fine(m, CALL(m, RUN, void *, void *, const char **, void **, size_t, const char **, size_t, void **)(
                    m->session, NULL, inputs, &value, 1, outputs, 1, &result), problem) &&
        fine(m, CALL(m, VALUE_SHAPE, void *, void **)(result, &shape), problem) &&
        fine(m, CALL(m, ELEMENT_COUNT, void *, size_t *)(shape, &count), problem);
    int element = 0;
    good = good && fine(m, CALL(m, ELEMENT_TYPE, void *, int *)(shape, &element), problem);
    if (good && (count != (size_t)height * width || element != FLOATS)) {
        snprintf(problem, CONN_WORDS, "its output has %zu values, where %zu belong", count, (size_t)height * width);
        good = false;
    }
    good = good && fine(m, CALL(m, TENSOR_DATA, void *, void **)(result, (void **)&data), problem);
    if (good) memcpy(output, data, count * sizeof *data);
    if (shape) RELEASE(m, RELEASE_SHAPE, shape);
    if (result) RELEASE(m, RELEASE_VALUE, result);
    if (value) RELEASE(m, RELEASE_VALUE, value);
    return good;
}

bool conn_limit_memory(size_t bytes) {
    const struct rlimit limit = {bytes, bytes};
    return setrlimit(RLIMIT_DATA, &limit) == 0;
}
