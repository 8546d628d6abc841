// A model of the ONNX kind, run by the library of onnxruntime, which is opened when it is asked for: nothing is linked, so that a
// booth without it lacks only what it is for.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

typedef struct conn_model conn_model;

enum { CONN_WORDS = 512 };  // of room for what went wrong

// NULL when it cannot be used; then `problem` says why. `runtime` and `model` are paths, `threads` is how many may work.
conn_model *_Nullable conn_open(const char *runtime, const char *model, int threads, char *problem);
void conn_close(conn_model *_Nullable model);

// What the first input of the model takes: 1 x 3 x height x width floats. 0: any.
void conn_size(const conn_model *model, int *height, int *width);
// How many outputs it has.
int conn_outputs(const conn_model *model);

// Runs it on `input`, and copies the first output, 1 x 1 x height x width as the input is, to `output`. False when it is of another shape or fails.
bool conn_run(conn_model *model, const float *input, int height, int width, float *output, char *problem);

// Takes more memory than that from nobody: what is asked for beyond fails. Bytes.
bool conn_limit_memory(size_t bytes);

#pragma clang assume_nonnull end
