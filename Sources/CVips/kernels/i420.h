// Coefficients of ITU-R BT.709 in 16 fractional bits, times 219/255 for luma and 224/255 for the differences.
#pragma once

enum {
    Y_RED = 11966, Y_GREEN = 40254, Y_BLUE = 4064,
    U_RED = -6596, U_GREEN = -22189, U_BLUE = 28785,
    V_RED = 28785, V_GREEN = -26145, V_BLUE = -2640,
    HALF = 1 << 15,
};
