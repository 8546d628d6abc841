#pragma once

// Whether this flush is the one that is left out.
int faults_forget(int file);
// The disk has this file or folder now, as it is.
void faults_mirror(int file);
