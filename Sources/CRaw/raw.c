#include "CRaw.h"
#include <libraw/libraw.h>
