#include "CText.h"
#include <pango/pangocairo.h>
