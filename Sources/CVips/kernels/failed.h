// What is told of a picture that could not be read, with the reason in words.
#pragma once

#include <stdio.h>

#include "cvips_request.h"

static inline cvips_report failed(cvips_status status, const char *text) {
    cvips_report report = {.status = status};
    snprintf(report.text, sizeof report.text, "%s", text);
    return report;
}
