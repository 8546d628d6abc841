#include <cups/cups.h>
// The queue's PPD is the only source of its exact pixels; the calls that read it are deprecated, without a successor.
#undef _CUPS_DEPRECATED_1_6_MSG
#define _CUPS_DEPRECATED_1_6_MSG(m)
#include <cups/ppd.h>
